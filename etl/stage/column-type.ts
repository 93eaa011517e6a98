import type { SourceColumn } from '../../data/contract-schema.ts';
import { literal } from '../../data/duck.ts';
import type { CoalfaceError } from '../../data/errors.ts';
import { maskedSql } from './contract-reasons.ts';
import type { FoundColumn, Header } from './header.ts';
import { conversionFactor } from './units.ts';

/** SQL type of a column's staged values. */
export function sqlType(column: SourceColumn): string {
  if (column.type === 'decimal') return `DECIMAL(18, ${column.scale})`;
  if (column.type === 'range') return `DECIMAL(18, ${column.scale})[]`;
  return {
    text: 'VARCHAR',
    enum: 'VARCHAR',
    date: 'DATE',
    timestamp: 'TIMESTAMP',
    period: 'DATE[]',
    flag: 'BOOLEAN',
  }[column.type];
}

/**
 * SQL of a column's value: by the plain cast of the cell `raw`, and from the cleaned cell `text`.
 * @param unit of the file's figures; undefined: that of the column
 * @param mismatch makes the error for a unit that cannot be converted
 * @throws what `mismatch` makes
 */
export function typedSql(
  column: SourceColumn,
  raw: string,
  text: string,
  unit: string | undefined,
  mismatch: (unit: string, wanted: string) => CoalfaceError,
): { swift: string; careful: string } {
  // a form that the plain cast does not read is tried at once: coalesce looks only at the rows that are left
  const both = (plain: (cell: string) => string, any: (cell: string) => string) => ({
    swift: `coalesce(${plain(raw)}, ${any(raw)})`,
    careful: `coalesce(${plain(text)}, ${any(text)})`,
  });
  switch (column.type) {
    case 'text': {
      const form = (cell: string) => {
        if (column.mask) return maskedSql(cell);
        // a wagon number 0051234 that Excel shortened to 51234
        return column.digits
          ? `CASE WHEN length(${cell}) < ${column.digits} AND regexp_full_match(${cell}, '\\d+') THEN lpad(${cell}, ${column.digits}, '0') ELSE ${cell} END`
          : cell;
      };
      return { swift: form(raw), careful: form(text) };
    }
    case 'date':
    case 'timestamp': {
      const kind = column.type === 'date' ? 'date' : 'stamp';
      const any = `${kind}_${column.order ?? 'of'}`;
      return both(
        (cell) => `plain_${kind}(${cell})`,
        (cell) => `${any}(${cell})`,
      );
    }
    case 'period':
      return { swift: `period_of(${raw})`, careful: `period_of(${text})` };
    case 'flag':
      return { swift: `truth_of(${raw})`, careful: `truth_of(${text})` };
    case 'enum': {
      const pairs = Object.entries(column.values).flatMap(([canonical, texts]) =>
        [canonical, ...texts].map((one) => [one, canonical] as const),
      );
      const arms = (form: (text: string) => string) =>
        [...new Map(pairs.map(([one, canonical]) => [form(one), canonical]))]
          .map(([one, canonical]) => `WHEN ${one} THEN ${literal(canonical)}`)
          .join(' ');
      return {
        swift: `CASE ${raw} ${arms(literal)} END`,
        careful: `CASE lower(${text}) ${arms((one) => `lower(${cleaned(one)})`)} END`,
      };
    }
    case 'range': {
      const type = `DECIMAL(18, ${column.scale})`;
      const scale = scaleOf(column.unit, unit, mismatch);
      const form = (cell: string) => {
        const [low, high] = ['low_of', 'high_of'].map(
          (end) => `TRY_CAST(${end}(${cell})${scale} AS ${type})`,
        );
        return `CASE WHEN ${low} IS NOT NULL AND ${high} IS NOT NULL THEN [${low}, ${high}] END`;
      };
      return { swift: `NULL::${type}[]`, careful: form(text) };
    }
    case 'decimal': {
      const type = `DECIMAL(18, ${column.scale})`;
      const scale = scaleOf(column.unit, unit, mismatch);
      const printed = unit ?? column.unit;
      const number = (cell: string) =>
        printed ? `number_with_unit(${cell}, ${literal(printed)})` : `number_of(${cell})`;
      // a number too large for the column is no number; one of more than 18 digits takes long to read and is left to number_of
      return both(
        (cell) =>
          scale
            ? `TRY_CAST(TRY_CAST(${cell} AS DECIMAL(18, 6))::DECIMAL(24, 6)${scale} AS ${type})`
            : `TRY_CAST(${cell} AS ${type})`,
        (cell) => `TRY_CAST(TRY(${number(cell)}${scale}) AS ${type})`,
      );
    }
  }
}

/** The unit of a column's figures: its header's own, else what the source states, else what a line above the table says. */
export function unitOf(column: SourceColumn, found: FoundColumn, header: Header): string | undefined {
  if (column.type !== 'decimal' && column.type !== 'range') return undefined;
  const wanted = column.unit;
  const above = header.titleUnit?.units.find((unit) => wanted && conversionFactor(unit, wanted) !== null);
  return found.unit ?? column.printed ?? above;
}

function scaleOf(
  wanted: string | undefined,
  printed: string | undefined,
  mismatch: (unit: string, wanted: string) => CoalfaceError,
): string {
  if (!wanted || !printed || wanted === printed) return '';
  const factor = conversionFactor(printed, wanted);
  if (!factor) throw mismatch(printed, wanted);
  return factor === '1' ? '' : ` * ${factor}`;
}

/** A declared text as an SQL literal, folded as `clean()` folds cells. */
export function cleaned(text: string): string {
  return literal(text.normalize('NFKC').trim());
}
