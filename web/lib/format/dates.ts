import type { Lang } from '../i18n/languages.ts';

const DAY_MS = 86_400_000;
const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Milliseconds at 00:00 UTC of a business date `YYYY-MM-DD`: charts and date arithmetic run in UTC, where days have one length. */
export function dayToMs(day: string): number {
  return Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
}

/** The business date `YYYY-MM-DD` of an instant on the UTC scale of {@link dayToMs}. */
export function msToDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Whether a text is a date of the calendar in the form `YYYY-MM-DD` (2012-02-30 is not). */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = dayToMs(text);
  return !Number.isNaN(ms) && msToDay(ms) === text;
}

/** A date moved by whole days. */
export function addDays(day: string, days: number): string {
  return msToDay(dayToMs(day) + days * DAY_MS);
}

/** A date moved by whole months; the day is cut to the length of the month (31 March − 1 month = 28/29 February). */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, length));
  return first.toISOString().slice(0, 10);
}

/** A date as text: `2012年6月18日` or `18 Jun 2012`. */
export function longDay(day: string, lang: Lang): string {
  const [year = 0, month = 1, date = 1] = day.slice(0, 10).split('-').map(Number);
  return lang === 'en' ? `${date} ${MONTHS_EN[month - 1]} ${year}` : `${year}年${month}月${date}日`;
}

/** A date without its year: `6月18日` or `18 Jun`. */
export function shortDay(day: string, lang: Lang): string {
  const [, month = 1, date = 1] = day.slice(0, 10).split('-').map(Number);
  return lang === 'en' ? `${date} ${MONTHS_EN[month - 1]}` : `${month}月${date}日`;
}

/** A month as text: `2012年6月` or `Jun 2012`. */
export function longMonth(day: string, lang: Lang): string {
  const [year = 0, month = 1] = day.slice(0, 7).split('-').map(Number);
  return lang === 'en' ? `${MONTHS_EN[month - 1]} ${year}` : `${year}年${month}月`;
}

/** A month for an axis: `2012-06` or `Jun 12`. */
export function axisMonth(day: string, lang: Lang): string {
  const [year = 0, month = 1] = day.slice(0, 7).split('-').map(Number);
  return lang === 'en' ? `${MONTHS_EN[month - 1]} ${String(year).slice(2)}` : day.slice(0, 7);
}

/** A snapshot id `YYYYMMDDTHHMMSSmmm` (UTC) as a time of day in Asia/Shanghai, `YYYY-MM-DD HH:MM`; the id itself if it has another form. */
export function snapshotTime(id: string): string {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/.exec(id);
  if (!parts) return id;
  const [, y, m, d, hh, mm] = parts.map(Number) as number[];
  const shanghai = new Date(Date.UTC(y!, m! - 1, d, hh! + 8, mm));
  return shanghai.toISOString().slice(0, 16).replace('T', ' ');
}
