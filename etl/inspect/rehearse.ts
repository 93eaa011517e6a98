import type { DuckDBConnection } from '@duckdb/node-api';
import { count, identifier, rows } from '../../data/duck.ts';
import type { Source } from '../../data/source-file.ts';
import type { Reason } from '../../data/quarantine.ts';
import { accountColumnsOf, resolveAccounts } from '../resolve.ts';
import { GOOD_ROWS, stageFile } from '../stage/stage.ts';
import type { Header } from '../stage/header.ts';

const EXAMPLES = 3;
/** Rows that the examples are chosen from: different cells tell more than the same one again. */
const LOOKED_AT = 100;
const SAMPLE_ROWS = 3;

/** Rows kept aside for one reason in one column. */
export interface Complaint extends Reason {
  rows: number;
  examples: { row: number; cell: string | null }[];
}

/** What would become of a file's records. */
export interface Rehearsal {
  records: number;
  furniture: number;
  accepted: number;
  /** the same row again */
  reprints: number;
  rejected: number;
  complaints: Complaint[];
  /** first good rows, typed, as text */
  sample: Record<string, string | null>[];
  /** whether names of customers were looked up: not while no accounts are loaded */
  resolved: boolean;
}

/**
 * Stage a file with a source and tell what would become of its records; nothing is loaded.
 * @param fields columns to show of the first good rows
 * @throws CoalfaceError of the readers and the contract
 */
export async function rehearse(
  connection: DuckDBConnection,
  source: Source,
  header: Header,
  file: { path: string; name: string; scratch: string },
  fields: string[],
): Promise<Rehearsal> {
  const staged = await stageFile(connection, source, file.path, file.name, file.scratch);
  try {
    const accounts = accountColumnsOf(source);
    const resolved =
      accounts !== undefined && (await count(connection, 'SELECT count(*) FROM crm.account')) > 0;
    if (accounts && resolved) await resolveAccounts(connection, staged, accounts);
    const shown = ['_row', ...fields].map(identifier).join(', ');
    return {
      records: staged.records,
      furniture: staged.furniture,
      accepted: await count(connection, `SELECT count(*) FROM ${GOOD_ROWS}`),
      reprints: await count(connection, 'SELECT count(*) FROM later WHERE same'),
      rejected: await count(connection, 'SELECT count(*) FROM rejected'),
      complaints: await complaintsOf(connection, header),
      sample: await rows(
        connection,
        `SELECT COLUMNS(*)::VARCHAR FROM (SELECT ${shown} FROM ${GOOD_ROWS} ORDER BY _row LIMIT ${SAMPLE_ROWS})`,
      ),
      resolved: accounts === undefined || resolved,
    };
  } finally {
    await staged.dispose();
  }
}

async function complaintsOf(connection: DuckDBConnection, header: Header): Promise<Complaint[]> {
  const found = await rows<{ reason: string; rows: bigint; examples: string }>(
    connection,
    `SELECT to_json(r)::VARCHAR AS reason, count(*) AS rows,
       to_json(list({row: _row, original: original} ORDER BY _row)[:${LOOKED_AT}])::VARCHAR AS examples
     FROM (SELECT _row, original, unnest(reasons) AS r FROM rejected) GROUP BY r ORDER BY rows DESC, min(_row)`,
  );
  return found.map((one) => {
    const reason = JSON.parse(one.reason) as Reason;
    const examples = JSON.parse(one.examples) as { row: number; original: string }[];
    const titles = reason.columns.flatMap((column) => header.fields.get(column)?.title.trim() ?? []);
    const cells = examples.map(({ row, original }) => {
      const texts = JSON.parse(original) as Record<string, string | null>;
      const shown = titles.length ? titles.map((title) => texts[title]) : Object.values(texts).slice(0, 1);
      return { row, cell: shown.some(Boolean) ? shown.map((cell) => cell ?? '').join(' | ') : null };
    });
    const different = cells.filter((one, i) => cells.findIndex(({ cell }) => cell === one.cell) === i);
    return { ...reason, rows: Number(one.rows), examples: different.slice(0, EXAMPLES) };
  });
}
