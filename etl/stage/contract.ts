import { identifier, literal } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import type { Source, SourceColumn } from '../../data/source-file.ts';
import { FOLDED, NULL_TEXTS } from './cell-sql.ts';
import type { FoundColumn, Header } from './header.ts';
import { conversionFactor } from './units.ts';

/** A record that has more cells than the header, or that could not be split into cells. */
export const MALFORMED = {
  zh: '列数或引号不对,无法分列',
  en: 'the record does not split into the columns of the header',
};

/** First cells of records that carry no data: subtotals, signatures, notes. */
const FOOTER =
  '^(合计|小计|总计|本页合计|累计)$|^(制表人|制表|审核人?|制单人?|打印时间|注|单位|数据来源|来源|说明)\\s*[:：]|^(grand )?totals?\\b';

/** What makes a text need cleaning: foldable or outer blank characters, a text that means "no value", a footer's beginning. */
const ODD_TEXT = `[${FOLDED}\\s]|(^|\u001f)(${NULL_TEXTS.map((text) => text.replace(/[.]/g, '\\$&')).join('|')})($|\u001f)|^(合计|小计|总计|本页合计|累计|制表|审核|制单|打印时间|注|单位|数据来源|来源|说明|(?i:grand |totals?))`;

/** Separates texts where they are searched together; no file contains it between cells. */
const SEPARATOR = '\u001f';

/** The two passes that stage a file; see {@link compileContract}. */
export interface Contract {
  /** SELECT of every record of `relation`: `_row`, columns by the plain cast, `_cells` (all texts) of the odd records only */
  swift(relation: string): string;
  /** SELECT of the odd records of `relation` with everything judged, shaped like the staged table */
  careful(relation: string): string;
  /** the typed columns, quoted, in order */
  columns: string[];
}

/**
 * Compile a source's contract for the header found in one file. One vectorised pass over the file casts every cell and
 * calls a record odd if any cell is not plain (folded or padded text, a number or date in another form, a missing
 * value, a broken rule, a header or footer); a second pass over the odd records alone cleans their cells, tries all
 * forms, and gives the bad ones their reasons. Cleaning every cell of every record costs a hundred times as much.
 * The careful pass yields `_row`, `_kind` (`data`, `total`, `furniture`), the typed columns, `_reasons` (NULL for a good
 * row), `_original` (the record's texts as JSON, only where there are reasons).
 * @throws CoalfaceError `column_not_found`, `ambiguous_column`, `unit_mismatch`
 */
export function compileContract(source: Source, header: Header, width: number, file: string): Contract {
  const columns = Object.entries(source.columns).map(([name, column]) =>
    compileColumn(name, column, header, source, file),
  );
  const rules = source.rules.map((rule) => ({
    bad: `NOT coalesce((${rule.expect}), true)`,
    reason: reasonSql(rule.code, rule.columns, rule.message),
  }));
  const beyond = Array.from(
    { length: width - header.titles.length },
    (_, i) => `c${header.titles.length + i} IS NOT NULL`,
  );
  const spills = beyond.length ? [`(${beyond.join(' OR ')})`] : [];
  const bad = [...columns.flatMap((column) => column.bad), ...rules.map((rule) => rule.bad), ...spills];
  const reasons = [
    ...columns.flatMap((column) => column.reasons),
    ...rules.map((rule) => `CASE WHEN ${rule.bad} THEN ${rule.reason} END`),
    ...spills.map((spill) => `CASE WHEN ${spill} THEN ${reasonSql('malformed', [], MALFORMED)} END`),
  ];
  const names = columns.map((column) => identifier(column.name));
  const cells = Array.from({ length: width }, (_, i) => `c${i}`);
  const texts = columns.flatMap((column) => (column.searched ? [column.searched] : []));
  const odd = [
    `_row <= ${header.row}`,
    texts.length
      ? `regexp_matches(concat_ws('${SEPARATOR}', ${texts.join(', ')}), ${literal(ODD_TEXT)})`
      : 'false',
    ...columns.flatMap((column) => column.odd),
    ...rules.map((rule) => rule.bad),
    ...spills,
  ];
  const either = (tests: string[]) => tests.map((test) => `coalesce(${test}, false)`).join(' OR ');
  return {
    columns: names,
    swift: (relation) => `
      WITH swift AS (SELECT *, ${columns.map((column) => `${column.swift} AS ${identifier(column.name)}`).join(', ')} FROM ${relation}),
      judged AS (SELECT *, (${either(odd)}) AS _odd FROM swift)
      SELECT _row, ${names.join(', ')}, CASE WHEN _odd THEN [${cells.join(', ')}] END AS _cells FROM judged`,
    careful: (relation) => `
      WITH read AS (SELECT *, list_transform(_cells, lambda s: cell(s)) AS _texts FROM ${relation}),
      cleaned AS (SELECT _row, ${cells.map((cell, i) => `_cells[${i + 1}] AS ${cell}, _texts[${i + 1}] AS t${i}`).join(', ')},
        ${kindSql(source, header)} AS _kind FROM read),
      typed AS (SELECT *, ${columns.map((column) => `${column.careful} AS ${identifier(column.name)}`).join(', ')} FROM cleaned),
      judged AS (SELECT *, _kind = 'data' AND (${either(bad)}) AS _bad FROM typed)
      SELECT _row, _kind, ${names.join(', ')},
        CASE WHEN _bad THEN list_filter([${reasons.join(', ')}], lambda r: r IS NOT NULL) END AS _reasons,
        CASE WHEN _bad THEN ${originalSql(header)} END AS _original
      FROM judged`,
  };
}

/** SQL of one reason: `{code, columns, zh, en}`. */
export function reasonSql(
  code: string,
  columns: readonly string[],
  message: { zh: string; en: string },
): string {
  return `{code: ${literal(code)}, columns: [${columns.map(literal).join(', ')}]::VARCHAR[], zh: ${literal(message.zh)}, en: ${literal(message.en)}}`;
}

/** SQL of a record's texts as a JSON object, header text → cell text. */
export function originalSql(header: Header): string {
  const seen = new Map<string, number>();
  const pairs = header.titles.map((title, i) => {
    const key = title.trim() || `列${i + 1}`;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return `${literal(times > 1 ? `${key}#${times}` : key)}, c${i}`;
  });
  return `json_object(${pairs.join(', ')})::VARCHAR`;
}

function kindSql(source: Source, header: Header): string {
  const first = 'list_filter(_texts, lambda t: t IS NOT NULL)[1]';
  const totals = source.totals;
  const marker = totals && header.fields.get(totals.column);
  return `CASE
      WHEN _row <= ${header.row} OR ${first} IS NULL OR regexp_matches(lower(${first}), ${literal(FOOTER)}) THEN 'furniture'
      ${totals && marker ? `WHEN _texts[${marker.index + 1}] IN (${totals.equals.map(cleaned).join(', ')}) THEN 'total'` : ''}
      ELSE 'data' END`;
}

interface CompiledColumn {
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

function compileColumn(
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
  const bad = [
    ...(column.required ? [`${value} IS NULL`] : invalid ? [`${value} IS NULL AND ${text} IS NOT NULL`] : []),
    ...(outside ? [outside] : []),
  ];
  const reasons = [
    column.required &&
      `CASE WHEN ${text} IS NULL THEN ${reason('required', '必填项为空', 'required but empty')} END`,
    invalid && `CASE WHEN ${value} IS NULL AND ${text} IS NOT NULL THEN ${reason(...invalid)} END`,
    outside &&
      `CASE WHEN ${outside} THEN ${reason(column.type === 'text' ? 'unknown_value' : 'out_of_range', ...outsideText(column))} END`,
  ].filter((one) => typeof one === 'string');
  const odd = [
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
      return { swift: raw, careful: text };
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
      const scale = scaleOf(column.unit, found.unit, mismatch);
      const [low, high] = ['low_of', 'high_of'].map((end) => `TRY_CAST(${end}(${text})${scale} AS ${type})`);
      return {
        swift: `NULL::${type}[]`,
        careful: `CASE WHEN ${low} IS NOT NULL AND ${high} IS NOT NULL THEN [${low}, ${high}] END`,
      };
    }
    case 'decimal': {
      const type = `DECIMAL(18, ${column.scale})`;
      const scale = scaleOf(column.unit, found.unit, mismatch);
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

function cleaned(text: string): string {
  return literal(text.normalize('NFKC').trim());
}
