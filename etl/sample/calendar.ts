import { HOLIDAYS } from '../../data/holiday.ts';

/** Days are counted from 1970-01-01; they are calendar dates of Asia/Shanghai without a clock. */
export type Day = number;

const MS = 86_400_000;

/** The day of an ISO date `YYYY-MM-DD`. */
export function dayOf(iso: string): Day {
  return Date.parse(iso) / MS;
}

/** `YYYY-MM-DD` of a day. */
export function isoOf(day: Day): string {
  return new Date(day * MS).toISOString().slice(0, 10);
}

/** `YYYY-MM` of a day. */
export function monthOf(day: Day): string {
  return isoOf(day).slice(0, 7);
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(day: Day): number {
  return (day + 4) % 7;
}

/** First day of the sample. */
export const FIRST_DAY = dayOf('2010-01-01');
/** Last day of deliveries and ports. */
export const LAST_DAY = dayOf('2012-06-18');
/** Last day of prices. */
export const LAST_PRICE_DAY = dayOf('2012-06-20');

/** Every day between two days, both included. */
export function daysBetween(first: Day, last: Day): Day[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** One calendar month within the sample: `first` and `last` are the days of it that the sample covers. */
export interface Month {
  /** `YYYY-MM` */
  id: string;
  /** 0 for the first month of the sample */
  index: number;
  year: number;
  /** 1–12 */
  number: number;
  first: Day;
  last: Day;
  /** days of the whole month */
  length: number;
}

/** The months from one day to another. */
export function monthsBetween(first: Day, last: Day): Month[] {
  const months: Month[] = [];
  for (let day = first; day <= last;) {
    const id = monthOf(day);
    const [year, number] = id.split('-').map(Number) as [number, number];
    const start = dayOf(`${id}-01`);
    const next = Date.UTC(year, number, 1) / MS;
    months.push({
      id,
      index: months.length,
      year,
      number,
      first: day,
      last: Math.min(last, next - 1),
      length: next - start,
    });
    day = next;
  }
  return months;
}

const SPRING_FESTIVALS = ['2010-02-14', '2011-02-03', '2012-01-23'].map(dayOf);

/** True on Monday to Friday outside public holidays. */
export function isWorkday(day: Day): boolean {
  const weekday = weekdayOf(day);
  return weekday >= 1 && weekday <= 5 && !isHoliday(day);
}

/** True on a public holiday. */
export function isHoliday(day: Day): boolean {
  return HOLIDAYS.has(isoOf(day));
}

/** Demand factor of the Spring Festival: −35 % for two weeks around the lunar new year, else 1. */
export function springFestivalFactor(day: Day): number {
  return SPRING_FESTIVALS.some((festival) => day >= festival - 4 && day < festival + 10) ? 0.65 : 1;
}

/** The first workday on or after a day. */
export function nextWorkday(day: Day): Day {
  let d = day;
  while (!isWorkday(d)) d++;
  return d;
}
