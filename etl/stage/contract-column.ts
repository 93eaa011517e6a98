import { identifier, literal } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import type { SourceColumn } from '../../data/contract-schema.ts';
import type { Source } from '../../data/source-file.ts';
import type { FoundColumn, Header } from './header.ts';
import { conversionFactor } from './units.ts';

/** One declared column, compiled for the place where a file has it. */
export interface CompiledColumn {
  name: string;
  /** value by the plain cast; what another form would give is NULL */
  swift: string;
  /** value from the cleaned text `tN`, whatever its form */
  careful: string;
  /** tests that make a record odd */
  odd: string[];
  /** text to be searched for what needs cleaning */
  searched: string | null;
  bad: string[];
  reasons: string[];
}

/**
 * Compile one declared column.
 * @throws CoalfaceError `column_not_found`, `ambiguous_column`, `unit_mismatch`
 */
export function compileColumn(
  name: string,
  column: SourceColumn,
  header: Header,
  source: Source,
  file: string,
): CompiledColumn {
  const fault = (code: string, message: string, hint: string) =>
    new CoalfaceError(code, message, { where: { file, source: source.id, column: name }, hint });
  if (header.ambiguous.includes(name)) {
    throw fault(
      'ambiguous_column',
      `two headers claim to be ${column.from.join('/')}`,
      'rename one of them or narrow `from`',
    );
  }
  const found = header.fields.get(name);
  if (!found) {
    if (!column.required) {
      const nothing = `NULL::${sqlType(column)}`;
      return { name, swift: nothing, careful: nothing, odd: [], searched: null, bad: [], reasons: [] };
    }
    throw fault(
      'column_not_found',
      `required column ${column.from[0]} is missing; headers: ${header.titles.join(' | ')}`,
      `it may also be called ${column.from.join(', ')}; add the new header to \`from\``,
    );
  }
  const [raw, text, value] = [`c${found.index}`, `t${found.index}`, identifier(name)];
  const reason = (code: string, zh: string, en: string) =>
    reasonSql(code, [name], { zh: `${found.title.trim()}:${zh}`, en: `${name}: ${en}` });
  const invalid = INVALID[column.type];
  const outside = outsideSql(column, value);
  const unknownUnit =
    column.type === 'decimal' && column.evidence && !found.unit && !column.printed
      ? `${value} IS NOT NULL`
      : null;
  const bad = [
    ...(unknownUnit ? [unknownUnit] : []),
    ...(column.required ? [`${value} IS NULL`] : invalid ? [`${value} IS NULL AND ${text} IS NOT NULL`] : []),
    ...(outside ? [outside] : []),
  ];
  const reasons = [
    column.required &&
      `CASE WHEN ${text} IS NULL THEN ${reason('required', '必填项为空', 'required but empty')} END`,
    invalid && `CASE WHEN ${value} IS NULL AND ${text} IS NOT NULL THEN ${reason(...invalid)} END`,
    outside &&
      `CASE WHEN ${outside} THEN ${reason(column.type === 'text' ? 'unknown_value' : 'out_of_range', ...outsideText(column))} END`,
    unknownUnit &&
      `CASE WHEN ${unknownUnit} THEN ${reason('unit_unknown', '表头未注明单位,不猜测', 'the header prints no unit and none is guessed; state `printed` in the source')} END`,
  ].filter((one) => typeof one === 'string');
  const odd = [
    ...(unknownUnit ? [unknownUnit] : []),
    ...(column.required ? [`${value} IS NULL`] : invalid ? [`${value} IS NULL AND ${raw} IS NOT NULL`] : []),
    ...(outside ? [outside] : []),
  ];
  const { swift, careful } = typedSql(column, raw, text, found, (unit, wanted) =>
    fault(
      'unit_mismatch',
      `${found.title}: the unit ${unit} cannot be converted to ${wanted}`,
      'correct `unit` in the source file or the header',
    ),
  );
  return { name, swift, careful, odd, searched: column.type === 'text' ? raw : null, bad, reasons };
}

const INVALID: Record<SourceColumn['type'], [string, string, string] | null> = {
  text: null,
  date: ['invalid_date', '不是有效日期', 'not a valid date'],
  timestamp: ['invalid_date', '不是有效时间', 'not a valid time'],
  decimal: ['invalid_number', '不是数字', 'not a number'],
  range: ['invalid_number', '不是数字或区间', 'not a number or a range'],
  enum: ['unknown_value', '不在允许的取值内', 'not an allowed value'],
};

function sqlType(column: SourceColumn): string {
  const types = { text: 'VARCHAR', enum: 'VARCHAR', date: 'DATE', timestamp: 'TIMESTAMP' } as const;
  if (column.type === 'decimal') return `DECIMAL(18, ${column.scale})`;
  if (column.type === 'range') return `DECIMAL(18, ${column.scale})[]`;
  return types[column.type];
}

function typedSql(
  column: SourceColumn,
  raw: string,
  text: string,
  found: FoundColumn,
  mismatch: (unit: string, wanted: string) => CoalfaceError,
): { swift: string; careful: string } {
  switch (column.type) {
    case 'text':
      return column.mask
        ? { swift: maskedSql(raw), careful: maskedSql(text) }
        : { swift: raw, careful: text };
    case 'date':
      return { swift: `plausible(TRY_CAST(${raw} AS DATE))`, careful: `date_of(${text})` };
    case 'timestamp':
      return { swift: `plausible(TRY_CAST(${raw} AS TIMESTAMP))`, careful: `stamp_of(${text})` };
    case 'enum': {
      const pairs = Object.entries(column.values).flatMap(([canonical, texts]) =>
        texts.map((one) => [one, canonical] as const),
      );
      const arms = (form: (text: string) => string) =>
        pairs.map(([one, canonical]) => `WHEN ${form(one)} THEN ${literal(canonical)}`).join(' ');
      return {
        swift: `CASE ${raw} ${arms(literal)} END`,
        careful: `CASE lower(${text}) ${arms((one) => `lower(${cleaned(one)})`)} END`,
      };
    }
    case 'range': {
      const type = `DECIMAL(18, ${column.scale})`;
      const scale = scaleOf(column.unit, found.unit ?? column.printed, mismatch);
      const [low, high] = ['low_of', 'high_of'].map((end) => `TRY_CAST(${end}(${text})${scale} AS ${type})`);
      return {
        swift: `NULL::${type}[]`,
        careful: `CASE WHEN ${low} IS NOT NULL AND ${high} IS NOT NULL THEN [${low}, ${high}] END`,
      };
    }
    case 'decimal': {
      const type = `DECIMAL(18, ${column.scale})`;
      const scale = scaleOf(column.unit, found.unit ?? column.printed, mismatch);
      return {
        swift: scale
          ? `TRY_CAST(TRY_CAST(${raw} AS DECIMAL(24, 6))${scale} AS ${type})`
          : `TRY_CAST(${raw} AS ${type})`,
        // a number too large for the column is no number; a plain one is rounded once, as in the swift pass
        careful: `coalesce(${scale ? '' : `TRY_CAST(${text} AS ${type}), `}TRY_CAST(TRY(number_of(${text})${scale}) AS ${type}))`,
      };
    }
  }
}

/** SQL of personal data as it may be kept: 138******78; a short text is hidden whole. */
export function maskedSql(text: string): string {
  return `CASE WHEN length(${text}) > 6 THEN left(${text}, 3) || repeat('*', length(${text}) - 5) || right(${text}, 2)
    ELSE repeat('*', length(${text})) END`;
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

function outsideSql(column: SourceColumn, value: string): string | null {
  if (column.type === 'text') {
    return column.reference
      ? `${value} NOT IN (SELECT ${identifier(column.reference)} FROM ref.${identifier(column.reference)})`
      : null;
  }
  if (column.type !== 'decimal' && column.type !== 'range') return null;
  const ends = column.type === 'range' ? [`${value}[1]`, `${value}[2]`] : [value, value];
  const tests = [
    column.min !== undefined && `${ends[0]} < ${column.min}`,
    column.max !== undefined && `${ends[1]} > ${column.max}`,
    column.type === 'range' && `${ends[0]} > ${ends[1]}`,
  ].filter(Boolean);
  return tests.length ? `(${tests.join(' OR ')})` : null;
}

function outsideText(column: SourceColumn): [string, string] {
  if (column.type !== 'decimal' && column.type !== 'range')
    return ['不在参考表内', 'not in the reference table'];
  const bounds = `[${column.min ?? '-∞'}, ${column.max ?? '∞'}]`;
  return [`超出合理范围 ${bounds}`, `outside the plausible range ${bounds}`];
}

/** A declared text as an SQL literal, folded as `clean()` folds cells. */
export function cleaned(text: string): string {
  return literal(text.normalize('NFKC').trim());
}

/** SQL of one reason: `{code, columns, zh, en}`. */
export function reasonSql(
  code: string,
  columns: readonly string[],
  message: { zh: string; en: string },
): string {
  return `{code: ${literal(code)}, columns: [${columns.map(literal).join(', ')}]::VARCHAR[], zh: ${literal(message.zh)}, en: ${literal(message.en)}}`;
}
