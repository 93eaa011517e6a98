import { stringify } from 'yaml';
import type { QuarantinedRow, QuarantinePage } from '../../../data/quarantine-rows.ts';
import { catalogueObjectOf, type Source } from '../../../data/source-file.ts';

/** What would let rows in quarantine in, and the numbers of those rows. */
export type Mending = { rows: number[] } & (
  | { kind: 'alias'; name: string | null; code: string | null }
  | { kind: 'value'; title: string; text: string; values: string[]; file: string; paste: string }
  | { kind: 'unit'; title: string; file: string; paste: string }
);

/**
 * The rules that would let rows of a file in, most rows first: an account for a name or code that is not known, a meaning
 * for a text that is none of a list, a unit for figures without one. What no rule mends is not among them.
 */
export function mendingOf(source: Source, { rows, titles }: QuarantinePage): Mending[] {
  const found = new Map<string, Mending>();
  const add = (row: number, one: Mending) => {
    const { rows: _rows, ...what } = one;
    const key = JSON.stringify(what);
    const known = found.get(key) ?? one;
    known.rows.push(row);
    found.set(key, known);
  };
  for (const row of rows) {
    for (const { code, columns } of row.reasons) {
      const one = ruleFor(source, row, titles, code, columns);
      if (one) add(row.row, one);
    }
  }
  return [...found.values()].sort((a, b) => b.rows.length - a.rows.length);
}

function ruleFor(
  source: Source,
  { original }: QuarantinedRow,
  titles: QuarantinePage['titles'],
  reason: string,
  columns: string[],
): Mending | null {
  const text = (column: string) => original[titles[column] ?? column]?.trim() || null;
  const [column = ''] = columns;
  const title = titles[column] ?? column;
  const file = `sources/${source.id}.yaml`;
  const contract = source.columns[column];
  if (reason === 'unknown_account') {
    const account = catalogueObjectOf(source)?.account;
    const [name, code] = account ? [text(account.name), text(account.code)] : [null, null];
    return (name ?? code) ? { kind: 'alias', name, code, rows: [] } : null;
  }
  const cell = text(column);
  if (reason === 'unknown_value' && contract?.type === 'enum' && cell !== null) {
    const values = Object.keys(contract.values);
    const taught = Object.fromEntries(values.map((value) => [value, contract.values[value]]));
    return {
      kind: 'value',
      title,
      text: cell,
      values,
      file,
      paste: block(column, { values: taught }),
      rows: [],
    };
  }
  if (reason === 'unit_unknown' && contract?.type === 'decimal')
    return { kind: 'unit', title, file, paste: block(column, { printed: contract.unit }), rows: [] };
  return null;
}

/** The lines of a source file that say something of a column. */
function block(column: string, said: Record<string, unknown>): string {
  return stringify({ columns: { [column]: said } }, { collectionStyle: 'any', lineWidth: 0 });
}
