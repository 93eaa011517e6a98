import type { DuckDBConnection } from '@duckdb/node-api';
import type { SourceColumn } from '../../data/contract-schema.ts';
import { rows } from '../../data/duck.ts';
import type { Header } from '../stage/header.ts';
import type { RawTable } from '../stage/raw-table.ts';

/** Records that the values of a column are judged by. */
const SAMPLE_RECORDS = 2000;
const SAMPLE_WORDS = 40;
const MOST = 0.6;

/** What the first values of one column of a file look like; all counts are of filled cells. */
export interface Profile {
  filled: number;
  distinct: number;
  numbers: number;
  dates: number;
  /** dates that end with the year, and those of them whose first or second figure exceeds twelve */
  yearLast: number;
  firstOver12: number;
  secondOver12: number;
  phones: number;
  creditCodes: number;
  /** identifiers such as 1.63E+06 */
  digitsLost: number;
  median: number | null;
  /** the first distinct values */
  words: string[];
}

/** What a column's values are, in one word. */
export type ValueKind = 'empty' | 'phone' | 'uscc' | 'date' | 'number' | 'text';

/** Judge the values of every column of a file by its first records. */
export async function profileColumns(
  connection: DuckDBConnection,
  raw: RawTable,
  header: Header,
): Promise<Profile[]> {
  const above = header.row - raw.blank.filter((record) => record <= header.row).length;
  const names = Array.from({ length: raw.width }, (_, i) => `t${i}`);
  const cells = names.map((name, i) => `cell(c${i}) AS ${name}`).join(', ');
  const filled = names.map((name) => `(${name} IS NOT NULL)::INTEGER`).join(' + ');
  // a record of one cell is a remark or a footer
  await connection.run(`CREATE OR REPLACE TEMP TABLE sample_cells AS
    SELECT * FROM (SELECT ${cells} FROM (SELECT * FROM ${raw.scan} LIMIT ${SAMPLE_RECORDS} OFFSET ${above}))
    WHERE ${filled} >= ${Math.min(2, raw.width)}`);
  const profiles: Profile[] = [];
  for (const name of names) profiles.push(await profileOf(connection, name));
  await connection.run('DROP TABLE temp.sample_cells');
  return profiles;
}

async function profileOf(connection: DuckDBConnection, cell: string): Promise<Profile> {
  const part = (n: number) =>
    `TRY_CAST(regexp_extract(t, '^(\\d{1,2})[-/.](\\d{1,2})[-/.](?:\\d{4}|\\d{2})(?:\\D|$)', ${n}) AS INTEGER)`;
  const [found] = await rows<Record<keyof Profile, number | bigint | null> & { words: null }>(
    connection,
    `SELECT count(t) AS filled, count(DISTINCT t) AS distinct, count(number_of(t)) AS numbers,
       count(coalesce(date_mdy(t), date_dmy(t))) AS dates, count(${part(1)}) AS yearLast,
       count_if(${part(1)} > 12) AS firstOver12, count_if(${part(2)} > 12) AS secondOver12,
       count_if(regexp_full_match(t, '(\\+?86[- ]?)?1[3-9]\\d[- ]?\\d{4}[- ]?\\d{4}')) AS phones,
       count_if(uscc_ok(upper(t))) AS creditCodes, count_if(digits_lost(t)) AS digitsLost,
       median(number_of(t)::DOUBLE) AS median
     FROM (SELECT ${cell} AS t FROM sample_cells)`,
  );
  const words = await rows<{ word: string }>(
    connection,
    `SELECT ${cell} AS word FROM sample_cells WHERE ${cell} IS NOT NULL GROUP BY ALL ORDER BY min(rowid) LIMIT ${SAMPLE_WORDS}`,
  );
  const n = (key: keyof Profile) => Number(found?.[key] ?? 0);
  return {
    filled: n('filled'),
    distinct: n('distinct'),
    numbers: n('numbers'),
    dates: n('dates'),
    yearLast: n('yearLast'),
    firstOver12: n('firstOver12'),
    secondOver12: n('secondOver12'),
    phones: n('phones'),
    creditCodes: n('creditCodes'),
    digitsLost: n('digitsLost'),
    median: found?.median === null || found?.median === undefined ? null : Number(found.median),
    words: words.map(({ word }) => word),
  };
}

/** What most values of a column are. Five figures are an Excel date as well as a number: they count as a number. */
export function kindOf(profile: Profile): ValueKind {
  const most = (count: number) => count >= MOST * profile.filled;
  if (profile.filled === 0) return 'empty';
  if (most(profile.creditCodes)) return 'uscc';
  if (most(profile.phones)) return 'phone';
  if (most(profile.numbers)) {
    const compact = profile.words.filter((word) => /^((19|20)\d{6}|1\d{12})$/.test(word));
    return compact.length >= MOST * profile.words.length ? 'date' : 'number';
  }
  return most(profile.dates) ? 'date' : 'text';
}

/** How many of a column's words are those of a list. */
export function enumShare(profile: Profile, column: SourceColumn): number {
  if (column.type !== 'enum' || profile.words.length === 0) return 0;
  const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase();
  const known = new Set(Object.entries(column.values).flatMap(([one, texts]) => [one, ...texts].map(plain)));
  return profile.words.filter((word) => known.has(plain(word))).length / profile.words.length;
}

/** Whether most words are codes: Latin letters, digits and signs, with a digit among them. */
function coded(profile: Profile): boolean {
  const codes = profile.words.filter((word) => /^[\w./#-]*\d[\w./#-]*$/.test(word));
  return codes.length >= MOST * profile.words.length;
}

/**
 * Whether the values of a column could be those of a declared one; an empty column could be anything.
 * @param name of the declared column: what is called a name is no list of codes
 */
export function agrees(profile: Profile, column: SourceColumn, name: string): boolean {
  const kind = kindOf(profile);
  if (kind === 'empty') return true;
  switch (column.type) {
    case 'date':
    case 'timestamp':
    case 'period':
      return profile.dates >= MOST * profile.filled;
    case 'decimal':
    case 'range':
      return profile.numbers >= MOST * profile.filled || profile.words.some((word) => /\d/.test(word));
    case 'enum':
      return enumShare(profile, column) >= 0.5;
    case 'flag':
      return profile.distinct <= 3;
    case 'text':
      if (column.mask) return kind === 'phone' || kind === 'text';
      if (column.check === 'uscc') return kind === 'uscc' || kind === 'text';
      if (kind === 'date' || kind === 'phone' || kind === 'uscc') return false;
      if (column.code) return coded(profile);
      return /name$/.test(name) ? !coded(profile) : true;
  }
}
