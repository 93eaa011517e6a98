import { bound } from './date-sql.ts';

/** A year, or nothing where the period has one of its own. */
const YEAR = String.raw`((?:19|20|21)\d{2})`;
/** Between a first and a last day, month or year. */
const TO = String.raw`\s*(?:-|–|—|~|～|至|到)+\s*`;

/** SQL of the first and last day of so many months from a month on; NULL if there is no such month. */
const months = (year: string, month: string, length: string) =>
  bound(
    `TRY_CAST(${year} || '-' || ${month} || '-01' AS DATE)`,
    'first',
    `CASE WHEN first IS NOT NULL THEN [first, last_day((first + to_months((${length}) - 1))::DATE)] END`,
  );

/** SQL of the parts of a text by a pattern, and of what is made of them; NULL if the pattern is not all of the text. */
const form = (pattern: string, names: string[], body: string) =>
  `CASE WHEN regexp_full_match(s, '${pattern}') THEN ${bound(
    `regexp_extract(s, '^(?:${pattern})$', [${names.map((name) => `'${name}'`).join(', ')}])`,
    'p',
    body,
  )} END`;

const ORDINAL = (text: string) =>
  `coalesce(nullif(strpos('一二三四', ${text}), 0), TRY_CAST(${text} AS INTEGER))`;

const DAY = String.raw`\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?`;

/** Each way to write a period, and its first and last day. */
const FORMS = [
  // 2025年11月下旬
  form(
    String.raw`${YEAR}年(\d{1,2})月([上中下])旬`,
    ['y', 'm', 'third'],
    bound(
      `TRY_CAST(p.y || '-' || p.m || '-01' AS DATE)`,
      'first',
      `CASE WHEN first IS NULL THEN NULL WHEN p.third = '上' THEN [first, first + 9]
         WHEN p.third = '中' THEN [first + 10, first + 19] ELSE [first + 20, last_day(first)] END`,
    ),
  ),
  // 2012-06-04至2012-06-10, 2011年12月26日-2012年1月1日
  form(`(${DAY})${TO}(${DAY})`, ['a', 'z'], `days_of(date_of(p.a), date_of(p.z))`),
  // 2012年6月4日—10日, 2012年6月28日—7月4日; the end of a year in the next
  form(
    String.raw`(\d{4})([年/.])(\d{1,2})[月/.](\d{1,2})日?${TO}(?:(\d{1,2})[月/.])?(\d{1,2})日?`,
    ['y', 'sign', 'm', 'd', 'm2', 'd2'],
    bound(
      `coalesce(nullif(p.m2, ''), p.m)`,
      'last_month',
      `days_of(TRY_CAST(p.y || '-' || p.m || '-' || p.d AS DATE),
         TRY_CAST((p.y::INTEGER + CASE WHEN last_month::INTEGER < p.m::INTEGER THEN 1 ELSE 0 END) || '-' || last_month || '-' || p.d2 AS DATE))`,
    ),
  ),
  // 2026年1—8月(份)
  form(
    String.raw`${YEAR}年(\d{1,2})月?${TO}(\d{1,2})月(?:\(?份\)?)?`,
    ['y', 'm', 'last'],
    `CASE WHEN p.last::INTEGER BETWEEN p.m::INTEGER AND 12 THEN ${months('p.y', 'p.m', 'p.last::INTEGER - p.m::INTEGER + 1')} END`,
  ),
  // 2026年8月(份), 1960M01, 2019-11, 201911
  form(
    String.raw`${YEAR}(?:[-/.年]|\s*[Mm])?(\d{1,2})月?(?:\(?份\)?)?`,
    ['y', 'm'],
    months('p.y', 'p.m', '1'),
  ),
  // 2019-Q1, 2019Q1, 2025年第1季度, 2025年一季度
  form(
    String.raw`${YEAR}(?:[-/. ]?[Qq]|年第?)([1-4一二三四])(?:季度?)?`,
    ['y', 'q'],
    months('p.y', `(${ORDINAL('p.q')} * 3 - 2)`, '3'),
  ),
  // Q1 2025
  form(String.raw`[Qq]([1-4])[-/. ]?${YEAR}`, ['q', 'y'], months('p.y', '(p.q::INTEGER * 3 - 2)', '3')),
  // 2025年上半年, 2025年下半年, 2019年, 2019
  form(
    String.raw`${YEAR}年?(上半年|下半年)?`,
    ['y', 'half'],
    `CASE p.half WHEN '' THEN ${months('p.y', "'1'", '12')} WHEN '上半年' THEN ${months('p.y', "'1'", '6')} ELSE ${months('p.y', "'7'", '6')} END`,
  ),
];

/**
 * Macros that read the days that a cleaned cell is about; a text that is none gives NULL:
 * `period_of(s)` – its first and last day as DATE[]: ten days, months, quarters, halves, years, from one day to another, a day;
 * `day_near(day, s)` – the day of a month and day without a year that is nearest to `day`.
 */
export const PERIOD_MACROS = [
  `days_of(a, z) AS CASE WHEN a <= z AND z < DATE '2200-01-01' THEN [a, z] END`,
  `written_period(s) AS coalesce(${FORMS.join(', ')}, ${bound('date_of(s)', 'day', 'CASE WHEN day IS NOT NULL THEN [day, day] END')})`,
  `period_of(s) AS ${bound("regexp_replace(s, '\\s*([年月日旬季度份半至到])\\s*', '\\1', 'g')", 't', 'written_period(t)')}`,
  // at the turn of a year 12-31 is of the old one and 01-02 of the new
  `day_near(day, s) AS ${bound(
    `regexp_extract(s, '^(\\d{1,2})(?:月|[-/.])(\\d{1,2})日?$', ['m', 'd'])`,
    'p',
    `list_sort(list_filter(list_transform([-1, 0, 1],
       lambda shift: TRY_CAST((year(day) + shift) || '-' || p.m || '-' || p.d AS DATE)), lambda one: one IS NOT NULL)
       .list_transform(lambda one: {away: abs(one - day), one: one}))[1].one`,
  )}`,
];
