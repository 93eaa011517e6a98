import type { SourceColumn } from '../../data/contract-schema.ts';
import { literal } from '../../data/duck.ts';
import type { Facts } from './facts.ts';
import type { Header } from './header.ts';
import { convertibleUnits } from './units.ts';

/** The unit of a figure that another cell of its row states. */
export interface RowUnit {
  /** SQL of the cleaned text of that cell */
  text: string;
  /** SQL of the factor to the unit of the column; NULL if it is none that can be converted */
  factor: string;
}

/**
 * The unit that the cell of another column states for each row: `价格` beside `单位`. Where the header prints money (元) and
 * the cell what it buys (吨), the unit is both: 元/吨.
 * @param printed unit in the header of the figures; without it and without that other column none is known
 * @returns undefined if the column has its unit from no other, or the file has its header alone
 */
export function rowUnitOf(
  column: SourceColumn,
  header: Header,
  facts: Facts,
  printed: string | undefined,
): RowUnit | undefined {
  if (column.type !== 'decimal' && column.type !== 'range') return undefined;
  const { unit, unit_column: beside } = column;
  if (unit === undefined || beside === undefined) return undefined;
  const found = header.fields.get(beside);
  const fact = facts.get(beside);
  if (!found && fact === undefined) {
    return printed === undefined ? { text: 'NULL::VARCHAR', factor: 'NULL::DECIMAL(18, 6)' } : undefined;
  }
  const text = found ? `t${found.index}` : `(${fact})::VARCHAR`;
  const units = new Map(convertibleUnits(unit));
  const per = `${printed?.normalize('NFKC').toLowerCase()}/`;
  for (const [known, factor] of printed === undefined ? [] : [...units])
    if (known.startsWith(per)) units.set(known.slice(per.length), factor);
  const arms = [...units].map(([known, factor]) => `WHEN ${literal(known)} THEN ${factor}`).join(' ');
  return { text, factor: `(CASE lower(regexp_replace(${text}, '\\s', '', 'g')) ${arms} END)` };
}
