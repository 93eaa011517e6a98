import { CoalfaceError } from '../../../../data/errors.ts';
import type { QueryFile } from '../../../../queries/engine/query-file.ts';
import { queryPool } from '../pool.ts';

/** A query of the library. @throws CoalfaceError `unknown_query` */
export async function knownQuery(id: string): Promise<QueryFile> {
  const query = (await queryPool()).queries.get(id);
  if (query) return query;
  throw new CoalfaceError('unknown_query', `there is no query ${id}`, {
    where: { query: id },
    hint: '/api/v1/queries lists them',
  });
}
