import type { Format } from '../../queries/engine/units.ts';
import type { Lang } from './i18n/languages.ts';
import type { Cell } from '../../queries/engine/convert.ts';

/** A column of a result as pages read it. */
export interface TableColumn {
  name: string;
  zh: string;
  en: string;
  unit?: string | undefined;
  format?: Format | undefined;
}

/** A query's result as pages read it: column-wise, with the parameters and the snapshot that it answers for. */
export interface Table {
  query: string;
  snapshot: string;
  asOf: string | null;
  params: Readonly<Record<string, string | number>>;
  sql: string;
  columns: TableColumn[];
  data: Record<string, readonly Cell[]>;
  rowCount: number;
}

/** The cells of a column. @throws RangeError when the result has no such column */
export function column(table: Table, name: string): readonly Cell[] {
  const cells = table.data[name];
  if (!cells) throw new RangeError(`query ${table.query} has no column ${name}`);
  return cells;
}

/** The cells of a column as numbers; what is not a number is null. */
export function numbers(table: Table, name: string): (number | null)[] {
  return column(table, name).map((cell) => (typeof cell === 'number' ? cell : null));
}

/** The cells of a column as texts; missing ones are empty. */
export function texts(table: Table, name: string): string[] {
  return column(table, name).map((cell) => (cell === null ? '' : String(cell)));
}

/** One row as an object. */
export function rowAt(table: Table, row: number): Record<string, Cell> {
  return Object.fromEntries(table.columns.map(({ name }) => [name, table.data[name]?.[row] ?? null]));
}

/** The distinct values of a column in order of first appearance. */
export function distinct(table: Table, name: string): string[] {
  return [...new Set(texts(table, name))];
}

/** What identifies the picture of a result: query, parameters and snapshot. */
export function tableKey(table: Table): string {
  return JSON.stringify([table.query, table.snapshot, table.params]);
}

/**
 * The columns that a language shows: where a result carries a name in both (`province` or `port_zh`, and `province_en`),
 * only one of the two.
 */
export function columnsFor(columns: readonly TableColumn[], lang: Lang): TableColumn[] {
  const names = new Set(columns.map(({ name }) => name));
  return columns.filter(({ name }) => {
    if (lang !== 'en')
      return (
        name !== 'en' &&
        !(name.endsWith('_en') && (names.has(name.slice(0, -3)) || names.has(`${name.slice(0, -3)}_zh`)))
      );
    if (name === 'zh') return !names.has('en');
    return !names.has(`${name.replace(/_zh$/, '')}_en`);
  });
}

/** The column that carries a name in a language: `province_en` for `province` in English, if there is one. */
export function named(table: Table, name: string, lang: Lang): string {
  const english = `${name.replace(/_zh$/, '')}_en`;
  return lang === 'en' && table.data[english] ? english : name;
}
