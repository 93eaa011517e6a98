import { literal } from '../../data/duck.ts';
import type { SourceColumn } from '../../data/contract-schema.ts';
import { isKnown, referenceValues } from './known-values.ts';

/** A record that has more cells than the header, or that could not be split into cells. */
export const MALFORMED = {
  zh: '列数或引号不对,无法分列',
  en: 'the record does not split into the columns of the header',
};

/** What a cell is told that is none of its column's type: code, Chinese, English; null where every text will do. */
export const INVALID: Record<SourceColumn['type'], [string, string, string] | null> = {
  text: null,
  date: ['invalid_date', '不是有效日期', 'not a valid date'],
  timestamp: ['invalid_date', '不是有效时间', 'not a valid time'],
  period: ['invalid_date', '不是有效的报告期', 'not a period'],
  flag: ['invalid_flag', '不是“是/否”', 'neither yes nor no'],
  decimal: ['invalid_number', '不是数字', 'not a number'],
  range: ['invalid_number', '不是数字或区间', 'not a number or a range'],
  enum: ['unknown_value', '不在允许的取值内', 'not an allowed value'],
};

/** SQL that is true for a value outside its bounds or its reference table; null if the column has none. */
export function outsideSql(column: SourceColumn, value: string): string | null {
  if (column.type === 'text') {
    return column.reference
      ? `${value} IS NOT NULL AND NOT ${isKnown(referenceValues(column.reference), value)}`
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

/** What such a value is told, in Chinese and English. */
export function outsideText(column: SourceColumn): [string, string] {
  if (column.type !== 'decimal' && column.type !== 'range')
    return ['不在参考表内', 'not in the reference table'];
  const bounds = `[${column.min ?? '-∞'}, ${column.max ?? '∞'}]`;
  return [`超出合理范围 ${bounds}`, `outside the plausible range ${bounds}`];
}

/**
 * The test of an identifier: a wrong check digit, asked of every value, or digits that Excel threw away, whose texts the
 * search for what needs cleaning finds.
 */
export function checkReason(
  column: SourceColumn,
): { when: (value: string) => string; reason: [string, string, string]; everywhere: boolean } | null {
  if (column.type !== 'text') return null;
  if (column.check === 'uscc') {
    return {
      everywhere: true,
      when: (value) => `NOT (uscc_ok(upper(${value})) OR org_code_ok(upper(${value})))`,
      reason: [
        'uscc_invalid',
        '统一社会信用代码校验位不符',
        'the check digit of the unified social credit code is wrong',
      ],
    };
  }
  if (!column.code && !column.digits) return null;
  return {
    everywhere: false,
    when: (value) => `digits_lost(${value})`,
    reason: [
      'digits_lost',
      '科学计数法,位数已丢失',
      'scientific notation: Excel has thrown digits away; export the column as text',
    ],
  };
}

/** SQL of personal data as it may be kept: 138******78; a short text is hidden whole. */
export function maskedSql(text: string): string {
  return `CASE WHEN length(${text}) > 6 THEN left(${text}, 3) || repeat('*', length(${text}) - 5) || right(${text}, 2)
    ELSE repeat('*', length(${text})) END`;
}

/** SQL of one reason: `{code, columns, zh, en}`. */
export function reasonSql(
  code: string,
  columns: readonly string[],
  message: { zh: string; en: string },
): string {
  return `{code: ${literal(code)}, columns: [${columns.map(literal).join(', ')}]::VARCHAR[], zh: ${literal(message.zh)}, en: ${literal(message.en)}}`;
}
