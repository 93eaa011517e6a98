import Negotiator from 'negotiator';
import { CoalfaceError } from '../../../../data/errors.ts';
import { SQL_FORMATS, type SqlFormat } from '../../../../queries/sandbox/protocol.ts';

/** The media type of each format of rows; the first is what is sent to who takes anything. */
export const ROW_TYPES = {
  json: 'application/json',
  csv: 'text/csv',
  arrow: 'application/vnd.apache.arrow.stream',
} as const satisfies Record<SqlFormat, string>;

/** The format of rows that an `Accept` header prefers. @throws CoalfaceError `not_acceptable` */
export function rowFormat(request: Request): SqlFormat {
  const accept = request.headers.get('accept') ?? '*/*';
  const type = new Negotiator({ headers: { accept } }).mediaType(Object.values(ROW_TYPES));
  const format = SQL_FORMATS.find((one) => ROW_TYPES[one] === type);
  if (format) return format;
  throw new CoalfaceError('not_acceptable', `rows are sent as ${Object.values(ROW_TYPES).join(', ')}`);
}
