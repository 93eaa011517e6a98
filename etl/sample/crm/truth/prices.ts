import { dayOf, type Day } from '../../calendar.ts';

/** Q5500 free on board at the quarter's turn, yuan per tonne; between them the price moves evenly. */
const Q5500: [string, number][] = [
  ['2010-01-01', 790],
  ['2010-04-01', 690],
  ['2010-07-01', 750],
  ['2010-11-01', 780],
  ['2011-04-01', 780],
  ['2011-08-01', 835],
  ['2012-01-01', 808],
  ['2012-05-01', 787],
  ['2012-06-18', 725],
  ['2013-01-01', 634],
];
const RATIO: Record<string, number> = { Q5800: 1.08, Q5500: 1, Q5000: 0.87, Q4500: 0.74 };

/** Market price of a grade on a day, fen per tonne, in steps of five yuan. */
export function marketFen(grade: string, day: Day): number {
  const after = Q5500.findIndex(([iso]) => dayOf(iso) >= day);
  const [to, high] = Q5500[Math.max(1, after)] as [string, number];
  const [from, low] = Q5500[Math.max(1, after) - 1] as [string, number];
  const part = (day - dayOf(from)) / (dayOf(to) - dayOf(from));
  return Math.round(((low + (high - low) * part) * (RATIO[grade] ?? 1)) / 5) * 500;
}

/** Price of a key contract of a year, fen per tonne. */
export function contractFen(grade: string, year: number): number {
  const base = { 2010: 560, 2011: 570 }[year] ?? 599;
  return Math.round(base * (RATIO[grade] ?? 1)) * 100;
}
