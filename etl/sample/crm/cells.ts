import { conversion, unitOf } from './layout.ts';
import type { Row } from './objects.ts';
import type { Cell, Column, Dialect, Writers } from './table.ts';
import { folded, plainDecimal, shifted } from './values.ts';

/** A figure in the unit that the column prints. */
export function inUnit(text: string, { field, unit }: Column): string {
  const by = conversion(unitOf(field), unit);
  return 'power' in by ? plainDecimal(shifted(text, by.power)) : (Number(text) * by.factor).toFixed(3);
}

/** One value as a dialect writes it. */
export function cellOf(value: string | null | undefined, column: Column, writers: Writers): Cell {
  if (value === null || value === undefined) return null;
  const { field } = column;
  switch (field.type) {
    case 'text':
      return writers.text(value, column);
    case 'date':
      return writers.date(value, column);
    case 'timestamp':
      return writers.timestamp(value, column);
    case 'decimal':
      return writers.decimal(inUnit(value, column), column);
    case 'enum':
      return writers.label(field.values[value] ?? [value], column);
  }
}

/** The columns of a row as the warehouse keeps them: text folded, personal data masked, the dialect's constant added. */
export function expectedValues(row: Row, columns: readonly Column[], only?: Dialect['only']): Row {
  const values = Object.fromEntries(
    columns.map(({ name, field }) => {
      const value = row[name] ?? null;
      if (value === null || field.type !== 'text') return [name, value];
      const text = folded(value);
      return [name, text === '' ? null : field.mask ? masked(text) : text];
    }),
  );
  return only ? { ...values, [only.column]: only.value } : values;
}

function masked(text: string): string {
  if (text.length <= 6) return '*'.repeat(text.length);
  return text.slice(0, 3) + '*'.repeat(text.length - 5) + text.slice(-2);
}
