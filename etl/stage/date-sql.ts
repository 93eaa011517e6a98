/** Year first: 2012-6-18, 2012/6/18, 2012.6.18, 2012年6月18日, with a weekday and a time of day or without. */
const YEAR_FIRST = String.raw`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s*(?:星期|周)[一二三四五六日天])?[\sT]*(.*)$`;
/** Year last: 6/18/2012 and 18/6/2012 look alike, so that a contract must say which comes first. */
const YEAR_LAST = String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20|21)\d{2}|\d{2})(?:,?\s+(.*))?$`;
const CLOCK = String.raw`(?i)^(上午|下午|[AP]M)?\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?\s*([AP]M)?$`;
const ZONE = String.raw`:\d{2}(?:\.\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})$`;

/**
 * SQL that computes a value once and uses it under a name. A macro's parameter is expanded wherever it stands: without
 * this the macros below would grow to expressions that take a second to plan.
 */
export function bound(value: string, name: string, body: string): string {
  return `list_transform([${value}], lambda ${name}: ${body})[1]`;
}

const yearLast = (month: string, day: string) =>
  bound(
    `regexp_extract(s, '${YEAR_LAST}', ['a', 'b', 'y', 'clock'])`,
    'p',
    `on_day(full_year(p.y) || '-' || p.${month} || '-' || p.${day}, p.clock)`,
  );

/**
 * Macros that read dates and times of cleaned cells; days are days in Asia/Shanghai, a text that is none gives NULL, as
 * does a day that does not exist or lies outside 1900–2199:
 * `plain_date(s)`, `plain_stamp(s)` – the ISO forms without a zone, by one cast;
 * `date_of(s)`, `stamp_of(s)` – forms that begin with the year, Excel serials, epochs, instants with a zone;
 * `date_mdy(s)`, `stamp_mdy(s)`, `date_dmy(s)`, `stamp_dmy(s)` – those, and the forms that end with the year in the order
 * that the contract declares; `month_of(s)` – those of `date_of`, and a year and month, as its first day.
 */
export const DATE_MACROS = [
  // DuckDB reads 12-6-18 as a day of the year 12, and words such as infinity: neither is a day of business
  `plausible(t) AS CASE WHEN t >= DATE '1900-01-01' AND t < DATE '2200-01-01' THEN t END`,
  // 8时30分 → 8:30, 8时 → 8:00
  `colons(c) AS regexp_replace(regexp_replace(regexp_replace(c, '[时点]$', ':00'), '[时点分]', ':', 'g'), '[:秒]+$', '')`,
  // 15:05 PM is printed by real programs and means what it says; 15:05 AM means nothing
  `hour24(half, hour) AS CASE WHEN half = '' THEN hour
     WHEN half IN ('下午', 'PM') THEN CASE WHEN hour < 12 THEN hour + 12 ELSE hour END
     WHEN hour = 12 THEN 0 WHEN hour < 12 THEN hour END`,
  `clock_text(c) AS ${bound(
    `regexp_extract(colons(c), '${CLOCK}', ['before', 'hour', 'minute', 'second', 'after'])`,
    'q',
    `hour24(upper(q.before || q.after), TRY_CAST(q.hour AS INTEGER)) || ':' || q.minute || ':' || coalesce(nullif(q.second, ''), '0')`,
  )}`,
  `on_day(day, clock) AS TRY_CAST(day || CASE WHEN clock = '' THEN '' ELSE ' ' || clock_text(clock) END AS TIMESTAMP)`,
  `year_first(s) AS ${bound(
    `regexp_extract(s, '${YEAR_FIRST}', ['y', 'm', 'd', 'clock'])`,
    'p',
    `on_day(p.y || '-' || p.m || '-' || p.d, p.clock)`,
  )}`,
  `full_year(y) AS CASE WHEN length(y) = 4 THEN y WHEN y >= '70' THEN '19' || y ELSE '20' || y END`,
  // an epoch is believed where it is a day of 2001–2033; a compact time has twelve or fourteen digits
  `of_digits(s) AS CASE
     WHEN regexp_full_match(s, '[1-9]\\d{4}(\\.\\d+)?')
       THEN TIMESTAMP '1899-12-30' + to_seconds(round(s::DECIMAL(15, 10)::DOUBLE * 86400)::BIGINT)
     WHEN regexp_full_match(s, '\\d{8}') THEN try_strptime(s, '%Y%m%d')
     WHEN regexp_full_match(s, '1\\d{9}') THEN epoch_ms(s::BIGINT * 1000) + INTERVAL 8 HOUR
     WHEN regexp_full_match(s, '1\\d{12}') THEN epoch_ms(s::BIGINT) + INTERVAL 8 HOUR
     WHEN regexp_full_match(s, '\\d{12}') THEN try_strptime(s, '%Y%m%d%H%M')
     WHEN regexp_full_match(s, '\\d{14}') THEN try_strptime(s, '%Y%m%d%H%M%S')
     ELSE year_first(s) END`,
  `east_minutes(zone) AS CASE WHEN regexp_matches(zone, '^[+-]')
     THEN (left(zone, 1) || '1')::INTEGER * (substr(zone, 2, 2)::INTEGER * 60 + CASE WHEN length(zone) > 3 THEN right(zone, 2)::INTEGER ELSE 0 END)
     ELSE 0 END`,
  `of_clock(s) AS ${bound(
    `regexp_extract(s, '${ZONE}', 1)`,
    'zone',
    `year_first(rtrim(left(s, length(s) - length(zone)))) + to_minutes(CASE WHEN zone = '' THEN 0 ELSE 480 - east_minutes(zone) END)`,
  )}`,
  // DuckDB's own cast drops the zone of an instant, without which no text of these lengths is one
  `plain_stamp(s) AS CASE WHEN strlen(s) <= 19 AND NOT ends_with(s, 'Z') THEN plausible(TRY_CAST(s AS TIMESTAMP)) END`,
  `plain_date(s) AS CASE WHEN strlen(s) <= 10 THEN plausible(TRY_CAST(s AS DATE)) ELSE plain_stamp(s)::DATE END`,
  `any_stamp(s) AS ${bound(
    's',
    't',
    `coalesce(plain_stamp(t), CASE WHEN regexp_full_match(t, '[\\d.]+') THEN of_digits(t) ELSE of_clock(t) END)`,
  )}`,
  `stamp_of(s) AS ${bound('any_stamp(s)', 't', 'plausible(t)')}`,
  `date_of(s) AS stamp_of(s)::DATE`,
  `stamp_mdy(s) AS coalesce(stamp_of(s), ${yearLast('a', 'b')})`,
  `stamp_dmy(s) AS coalesce(stamp_of(s), ${yearLast('b', 'a')})`,
  `date_mdy(s) AS stamp_mdy(s)::DATE`,
  `date_dmy(s) AS stamp_dmy(s)::DATE`,
  `month_of(s) AS coalesce(date_of(s), TRY_CAST(regexp_replace(s, '^((?:19|20|21)\\d{2})[-/.年]?(\\d{1,2})月?$', '\\1-\\2-1') AS DATE))`,
];
