import { cellOf } from './cells.ts';
import { objectOf, type ObjectId, type Row } from './objects.ts';
import type { Cell, Column, Dialect, Stranger, Writers } from './table.ts';
import { isoOf, dayOf } from '../calendar.ts';

/** Everything that the records of one export depend on. */
export interface Exporting {
  dialect: Dialect;
  object: ObjectId;
  columns: readonly Column[];
  strangers: readonly Stranger[];
  writers: Writers;
  /** the customers, to name the wrong one */
  accounts: readonly Row[];
  /** codes of the customers that rows of other objects name */
  referenced: ReadonlySet<string>;
}

/** A record before it has a place in a file: what it means and how it is written. */
export interface Draft {
  row: Row;
  cells: Cell[];
  deleted: boolean;
}

/** A row as the dialect writes it. */
export function draftOf(at: Exporting, row: Row, i: number, deleted = false): Draft {
  const cells = at.columns.map((column) => cellOf(row[column.name], column, at.writers));
  return { row, cells: [...cells, ...at.strangers.map((one) => one.value(i, deleted))], deleted };
}

/** The record with one cell written otherwise; `value` is what it then means, by default what it meant. */
export function withCell(
  at: Exporting,
  draft: Draft,
  name: string,
  cell: Cell,
  value?: string | null,
): Draft {
  const index = at.columns.findIndex((column) => column.name === name);
  const cells = draft.cells.map((old, i) => (i === index ? cell : old));
  return { ...draft, cells, row: value === undefined ? draft.row : { ...draft.row, [name]: value } };
}

/** The columns in which rows of an object name their customer. */
export function accountColumns(
  object: ObjectId,
): { name: string; code: string; required: boolean } | undefined {
  return objectOf(object).account;
}

/** The column of the key that tells rows of one export apart as text; undefined if none is free to change. */
export function identifierOf({ object, columns }: Exporting): Column | undefined {
  const { key } = objectOf(object);
  const account = accountColumns(object);
  const free = (name: string) => name !== account?.name && name !== account?.code && name !== 'plant';
  return columns.find(({ name, field }) => key.includes(name) && free(name) && field.type === 'text');
}

/** The row under a key that no other row has. */
export function withFreshKey(at: Exporting, row: Row, n: number): Row {
  const text = identifierOf(at);
  if (text) return { ...row, [text.name]: `${row[text.name]}-${n}` };
  const { key, columns } = objectOf(at.object);
  const date = key.find((name) => ['date', 'timestamp'].includes(columns[name]?.type ?? '')) as string;
  const [day, time] = [(row[date] as string).slice(0, 10), (row[date] as string).slice(10)];
  return { ...row, [date]: isoOf(dayOf(day) - 2000 - n) + time };
}
