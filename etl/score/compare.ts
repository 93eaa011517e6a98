import { DELETED } from '../../data/source-overlay.ts';
import type { ExpectedRow } from '../sample/crm/key.ts';
import { objectOf, type ObjectId, type Row } from '../sample/crm/objects.ts';
import { plainDecimal } from '../sample/crm/values.ts';

/** One thing that is not as the key says. */
export interface Difference {
  kind: 'wrong' | 'missing' | 'extra' | 'missed' | 'false_alarm' | 'conservation' | 'error';
  file: string;
  /** record number in the file; null where it is not about one */
  row: number | null;
  expected: string;
  got: string;
}

/** A row of the warehouse as text, and where it came from. */
export interface LoadedRow {
  file: string;
  row: number;
  values: Row;
}

/** A row of the key with the file that it stands in. */
export interface WantedRow extends ExpectedRow {
  file: string;
}

function comparable(object: ObjectId, name: string, text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const type = objectOf(object).columns[name]?.type;
  if (type === 'decimal') return plainDecimal(text);
  if (type === 'timestamp') return text.slice(0, 19);
  return text;
}

function keyOf(object: ObjectId, values: Row): string {
  return objectOf(object)
    .key.map((name) => comparable(object, name, values[name]))
    .join(' | ');
}

/** The columns in which a loaded row is not what the key wants, as `column=value`. */
function unequal(
  object: ObjectId,
  wanted: WantedRow,
  loaded: LoadedRow,
): [expected: string, got: string] | null {
  const { columns, account } = objectOf(object);
  // what an export of accounts leaves out, another one may have told
  const names = object === 'account' ? Object.keys(wanted.values) : Object.keys(columns);
  const pairs: [string, string | null, string | null][] = names.map((name) => [
    name,
    comparable(object, name, wanted.values[name]),
    comparable(object, name, loaded.values[name]),
  ]);
  if (account) pairs.push(['account_id', wanted.account_id, loaded.values['account_id'] ?? null]);
  pairs.push([DELETED, String(wanted.deleted), loaded.values[DELETED] ?? 'false']);
  const differing = pairs.filter(([, a, b]) => a !== b);
  if (differing.length === 0) return null;
  const line = (at: 1 | 2) => differing.map((pair) => `${pair[0]}=${pair[at] ?? '—'}`).join('; ');
  return [line(1), line(2)];
}

/** Compare the rows of a table with the key: decimals as decimals, times to the second, texts as they are. */
export function compareRows(
  object: ObjectId,
  wanted: readonly WantedRow[],
  loaded: readonly LoadedRow[],
): { matched: number; differences: Difference[] } {
  const found = new Map(loaded.map((row) => [keyOf(object, row.values), row]));
  const differences: Difference[] = [];
  let matched = 0;
  for (const row of wanted) {
    const key = keyOf(object, row.values);
    const got = found.get(key);
    found.delete(key);
    if (!got) {
      differences.push({ kind: 'missing', file: row.file, row: row.row, expected: key, got: '—' });
      continue;
    }
    const differs = unequal(object, row, got);
    if (!differs) matched++;
    else
      differences.push({
        kind: 'wrong',
        file: row.file,
        row: row.row,
        expected: differs[0],
        got: differs[1],
      });
  }
  for (const [key, { file, row }] of found) {
    differences.push({ kind: 'extra', file, row, expected: '—', got: key });
  }
  return { matched, differences };
}
