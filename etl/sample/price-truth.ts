import {
  FIRST_DAY,
  LAST_PRICE_DAY,
  dayOf,
  daysBetween,
  isHoliday,
  isWorkday,
  weekdayOf,
} from './calendar.ts';
import type { Day } from './calendar.ts';
import { byGrade } from './grades.ts';
import type { ByGrade, Grade } from './grades.ts';
import { Rng } from './random.ts';
import { bridged, lineAt, waypoints } from './waypoints.ts';

/** Middle of a grade's range on a day; the published range is the middle ± 5 yuan. */
export interface Quote {
  day: Day;
  mid: ByGrade<number>;
}

/** One report of the weekly index, dated by the Wednesday that ends the report period. */
export interface WeeklyIndex {
  day: Day;
  index: number;
  mid: ByGrade<number>;
}

export interface PriceTruth {
  daily: Quote[];
  weekly: WeeklyIndex[];
  /** price of a grade on any day: the last quote on or before it */
  marketOn(day: Day, grade: Grade): number;
}

/** Half the width of a published range, yuan per tonne. */
export const HALF_RANGE = 5;

// published: 2011-08-03, 2011-11-16 and 2011-12-28 (from the falls that the report of 2012-01-04 states), 2012-01-04 and
// from 2012-05-09 on; the others are assumptions of this sample
const INDEX = waypoints([
  ['2010-01-01', 790],
  ['2010-02-10', 745],
  ['2010-04-07', 685],
  ['2010-06-02', 752],
  ['2010-08-04', 722],
  ['2010-10-13', 731],
  ['2010-12-01', 792],
  ['2011-01-05', 784],
  ['2011-03-23', 767],
  ['2011-05-18', 827],
  ['2011-06-29', 843],
  ['2011-08-03', 835],
  ['2011-09-07', 827],
  ['2011-11-16', 853],
  ['2011-12-28', 821],
  ['2012-01-04', 808],
  ['2012-02-29', 775],
  ['2012-04-25', 786],
  ['2012-05-02', 787],
  ['2012-05-09', 787],
  ['2012-05-16', 784],
  ['2012-05-23', 780],
  ['2012-05-30', 773],
  ['2012-06-06', 764],
  ['2012-06-13', 752],
  ['2012-06-20', 729],
]);
/** Spot Q5500 from the start of the fall to the end; before, spot follows the index with a premium. */
const SPOT_FALL = waypoints([
  ['2012-05-04', 785],
  ['2012-05-16', 780],
  ['2012-05-23', 775],
  ['2012-05-30', 765],
  ['2012-06-06', 755],
  ['2012-06-13', 740],
  ['2012-06-18', 725],
  ['2012-06-19', 715],
  ['2012-06-20', 705],
]);
const RATIO = {
  Q5800: waypoints([
    ['2010-01-01', 1.073],
    ['2012-06-18', 785 / 725],
  ]),
  Q5500: waypoints([['2010-01-01', 1]]),
  Q5000: waypoints([
    ['2010-01-01', 0.885],
    ['2012-05-02', 0.872],
    ['2012-06-18', 625 / 725],
  ]),
  Q4500: waypoints([
    ['2010-01-01', 0.768],
    ['2012-05-02', 0.742],
    ['2012-06-18', 525 / 725],
  ]),
};

const round5 = (value: number) => Math.round(value / 5) * 5;

function gradesAt(day: Day, q5500: number): ByGrade<number> {
  return byGrade((grade) => round5(q5500 * lineAt(RATIO[grade], day)));
}

/** Index on every day: the line through its waypoints, bent down where stock of two weeks before was high. */
function indexPath(days: readonly Day[], stockOn: (day: Day) => number, rng: Rng): number[] {
  let away = 0;
  const deviations = days.map((day) => {
    away = 0.97 * away - (0.9 * (stockOn(Math.max(FIRST_DAY, day - 14)) - 700)) / 700 + rng.normal(0, 0.75);
    return away;
  });
  const bridge = bridged(days, deviations, INDEX);
  return days.map((day, i) => lineAt(INDEX, day) + (bridge[i] as number));
}

function spotMids(days: readonly Day[], index: readonly number[], rng: Rng): number[] {
  const fall = SPOT_FALL[0]?.day as Day;
  let premium = -1;
  return days.map((day, i) => {
    premium = 0.95 * premium + 0.05 * -1 + rng.normal(0, 0.8);
    if (day >= fall) return round5(lineAt(SPOT_FALL, day));
    const spot = (index[i] as number) + Math.max(-10, Math.min(5, premium));
    // from 2012 the state caps the market price of Q5500 at 800
    return Math.min(day >= dayOf('2012-01-01') ? 795 : Infinity, round5(spot));
  });
}

/**
 * Daily Qinhuangdao FOB ranges on working days and the weekly index on Wednesdays outside the long holidays.
 * @param stockOn Qinhuangdao stock on a day, 万吨: prices answer to it two weeks later
 */
export function makePrices(seed: number, stockOn: (day: Day) => number): PriceTruth {
  const rng = new Rng(seed, 'prices');
  const days = daysBetween(FIRST_DAY, LAST_PRICE_DAY);
  const index = indexPath(days, stockOn, rng);
  const spot = spotMids(days, index, rng);
  const daily = days.flatMap((day, i) =>
    isWorkday(day) ? [{ day, mid: gradesAt(day, spot[i] as number) }] : [],
  );
  const weekly = days.flatMap((day, i) => {
    if (weekdayOf(day) !== 3 || isHoliday(day) || day < dayOf('2010-10-13')) return [];
    const value = Math.round(index[i] as number);
    return [{ day, index: value, mid: gradesAt(day, value) }];
  });
  const byDay = new Map<Day, ByGrade<number>>();
  let last = daily[0]?.mid as ByGrade<number>;
  const quotes = new Map(daily.map((quote) => [quote.day, quote.mid]));
  for (const day of days) byDay.set(day, (last = quotes.get(day) ?? last));
  return { daily, weekly, marketOn: (day, grade) => (byDay.get(day) as ByGrade<number>)[grade] };
}

/** A published range `low-high` in yuan per tonne. */
export function rangeText(mid: number): string {
  return `${mid - HALF_RANGE}-${mid + HALF_RANGE}`;
}

/** Every grade with its published range. */
export function rangesOf(mid: ByGrade<number>): ByGrade<string> {
  return byGrade((grade) => rangeText(mid[grade]));
}
