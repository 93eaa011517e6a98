import type { SourceColumn } from '../../data/contract-schema.ts';
import { literal } from '../../data/duck.ts';
import type { CoalfaceError } from '../../data/errors.ts';
import { patternOf } from '../../data/pattern.ts';
import { maskedSql } from './contract-reasons.ts';
import { bound } from './date-sql.ts';
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
 * @param factor SQL of the factor of each row's own unit, in place of `unit`; such a cell needs the careful pass
 * @throws what `mismatch` makes
 */
export function typedSql(
  column: SourceColumn,
  raw: string,
  text: string,
  unit: string | undefined,
  mismatch: (unit: string, wanted: string) => CoalfaceError,
  factor?: string,
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
        [canonical, ...plainTexts(texts)].map((one) => [one, canonical] as const),
      );
      const arms = (form: (text: string) => string) =>
        [...new Map(pairs.map(([one, canonical]) => [form(one), canonical]))]
          .map(([one, canonical]) => `WHEN ${one} THEN ${literal(canonical)}`)
          .join(' ');
      const known = `CASE lower(${text}) ${arms((one) => `lower(${cleaned(one)})`)} END`;
      const matched = matchesSql(column, text);
      return {
        swift: `CASE ${raw} ${arms(literal)} END`,
        careful: matched
          ? `coalesce(${known}, ${bound(matched, 'm', 'CASE WHEN length(m) = 1 THEN m[1] END')})`
          : known,
      };
    }
    case 'range': {
      const type = `DECIMAL(18, ${column.scale})`;
      const scale = factor ? '' : scaleOf(column.unit, unit, mismatch);
      const form = (cell: string) => {
        const [low, high] = ['low_of', 'high_of'].map((end) => {
          const number = `${end}(${cell})`;
          return `TRY_CAST(${factor ? `TRY(${number} * ${factor})` : number + scale} AS ${type})`;
        });
        return `CASE WHEN ${low} IS NOT NULL AND ${high} IS NOT NULL THEN [${low}, ${high}] END`;
      };
      return { swift: `NULL::${type}[]`, careful: form(text) };
    }
    case 'decimal': {
      const type = `DECIMAL(18, ${column.scale})`;
      if (factor) {
        return {
          swift: `NULL::${type}`,
          careful: `TRY_CAST(TRY(number_of(${text}) * ${factor}) AS ${type})`,
        };
      }
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

type EnumColumn = Extract<SourceColumn, { type: 'enum' }>;

/** The values of an enum column that are no patterns. */
export function plainTexts(texts: readonly string[]): string[] {
  return texts.filter((text) => patternOf(text) === null);
}

/** SQL of the list of canonical values whose patterns a cleaned text matches; null if the column has no patterns. */
export function matchesSql(column: EnumColumn, text: string): string | null {
  const arms = Object.entries(column.values).flatMap(([canonical, texts]) => {
    const tests = texts.flatMap((one) => {
      const pattern = patternOf(one);
      return pattern === null ? [] : [`regexp_matches(${text}, ${literal(pattern)})`];
    });
    return tests.length ? [`CASE WHEN ${tests.join(' OR ')} THEN ${literal(canonical)} END`] : [];
  });
  return arms.length ? `list_filter([${arms.join(', ')}], lambda one: one IS NOT NULL)` : null;
}

/** A declared text as an SQL literal, folded as `clean()` folds cells. */
export function cleaned(text: string): string {
  return literal(text.normalize('NFKC').trim());
}
