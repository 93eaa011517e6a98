import { dayOf, daysBetween, weekdayOf } from './calendar.ts';
import type { Day } from './calendar.ts';
import { Rng } from './random.ts';
import { bridged, lineAt, waypoints } from './waypoints.ts';
import type { Waypoints } from './waypoints.ts';

/** The figures of the weekly coastal bulletin, in the order of its columns. */
export const COAST_MEASURES = [
  'fob',
  'oceanFreight',
  'fx',
  'toShanghai',
  'toGuangzhou',
  'burn',
  'plantStock',
  'plantDays',
  'southStock',
  'imports',
  'hydro',
] as const;
export type CoastMeasure = (typeof COAST_MEASURES)[number];

/** One week of the coast, dated by the Sunday that ends it. */
export type CoastWeek = { day: Day } & Record<CoastMeasure, number>;

/** Decimal places of what is printed. */
export const COAST_DIGITS: Record<CoastMeasure, number> = {
  fob: 1,
  oceanFreight: 1,
  fx: 4,
  toShanghai: 1,
  toGuangzhou: 1,
  burn: 1,
  plantStock: 1,
  plantDays: 0,
  southStock: 1,
  imports: 1,
  hydro: 1,
};

const LAST_WEEK = dayOf('2012-06-17');

/** What a figure is like: the points it passes through, how it strays from them in a week, and its bounds. */
interface Model {
  path: Waypoints;
  noise: number;
  low: number;
  high: number;
}

// published: 27 days of cover on 2012-06-10, two more than a week before; all else are assumptions of this sample
const MODELS: Record<Exclude<CoastMeasure, 'burn' | 'plantStock' | 'plantDays'>, Model> = {
  fob: {
    path: waypoints([
      ['2010-01-10', 96],
      ['2010-06-27', 98],
      ['2011-01-16', 130],
      ['2011-06-26', 119],
      ['2012-01-01', 115],
      ['2012-04-01', 106],
      ['2012-06-03', 90],
      ['2012-06-17', 87],
    ]),
    noise: 0.9,
    low: 80,
    high: 140,
  },
  oceanFreight: {
    path: waypoints([
      ['2010-01-10', 19],
      ['2011-01-02', 15],
      ['2012-01-01', 14],
      ['2012-03-04', 11.5],
      ['2012-06-17', 13],
    ]),
    noise: 0.25,
    low: 11,
    high: 22,
  },
  fx: {
    path: waypoints([
      ['2010-01-10', 6.828],
      ['2010-06-20', 6.8275],
      ['2011-01-02', 6.6],
      ['2011-07-03', 6.465],
      ['2012-01-01', 6.302],
      ['2012-05-06', 6.305],
      ['2012-06-17', 6.33],
    ]),
    noise: 0.002,
    low: 6.3,
    high: 6.83,
  },
  toShanghai: {
    path: waypoints([
      ['2010-01-10', 62],
      ['2011-01-02', 42],
      ['2011-11-06', 46],
      ['2012-01-01', 35],
      ['2012-06-17', 27],
    ]),
    noise: 1.1,
    low: 20,
    high: 75,
  },
  toGuangzhou: {
    path: waypoints([
      ['2010-01-10', 80],
      ['2011-01-02', 56],
      ['2011-11-06', 60],
      ['2012-01-01', 45],
      ['2012-06-10', 39],
      ['2012-06-17', 38],
    ]),
    noise: 1.2,
    low: 28,
    high: 95,
  },
  southStock: {
    path: waypoints([
      ['2010-01-10', 382],
      ['2011-01-02', 405],
      ['2011-06-19', 448],
      ['2012-01-01', 470],
      ['2012-05-06', 541],
      ['2012-06-10', 604.5],
      ['2012-06-17', 618.2],
    ]),
    noise: 6,
    low: 320,
    high: 640,
  },
  imports: {
    path: waypoints([
      ['2010-01-10', 260],
      ['2011-01-02', 285],
      ['2011-06-19', 330],
      ['2012-01-01', 455],
      ['2012-06-17', 521],
    ]),
    noise: 14,
    low: 180,
    high: 600,
  },
  hydro: {
    path: waypoints([
      ['2010-01-10', 4],
      ['2010-08-01', 22],
      ['2011-08-07', -18],
      ['2012-01-01', -9],
      ['2012-04-01', 6],
      ['2012-06-17', 28.4],
    ]),
    noise: 1.6,
    low: -30,
    high: 40,
  },
};

const BURN_LEVEL = waypoints([
  ['2010-01-10', 55],
  ['2011-01-02', 61],
  ['2011-06-19', 66],
  ['2012-03-25', 68],
  ['2012-05-06', 63.5],
  ['2012-06-17', 63],
]);
const BURN_SEASON = [1.1, 0.92, 1, 0.93, 0.93, 0.97, 1.08, 1.1, 0.97, 0.92, 1, 1.1];
const COVER = waypoints([
  ['2010-01-10', 15],
  ['2010-08-29', 19],
  ['2011-02-13', 17],
  ['2011-08-07', 16],
  ['2012-01-01', 20],
  ['2012-05-06', 22],
  ['2012-06-03', 25],
  ['2012-06-10', 27],
  ['2012-06-17', 28],
]);

const rounded = (value: number, measure: CoastMeasure) => Number(value.toFixed(COAST_DIGITS[measure]));

/** A mean-reverting walk, bridged through the points of a path. */
function strayed(days: readonly Day[], path: Waypoints, noise: number, rng: Rng): number[] {
  let away = 0;
  const deviations = days.map(() => (away = 0.7 * away + rng.normal(0, noise)));
  const bridge = bridged(days, deviations, path);
  return days.map((day, i) => lineAt(path, day) + (bridge[i] as number));
}

/** What a week's plants, southern ports and importers saw, from 2010 on; the stock of the plants is their cover times their burn. */
export function makeCoast(seed: number): CoastWeek[] {
  const days = daysBetween(dayOf('2010-01-10'), LAST_WEEK).filter((day) => weekdayOf(day) === 0);
  const of = (measure: keyof typeof MODELS) => {
    const { path, noise, low, high } = MODELS[measure];
    return strayed(days, path, noise, new Rng(seed, `coast ${measure}`)).map((value) =>
      rounded(Math.min(high, Math.max(low, value)), measure),
    );
  };
  const burn = strayed(days, BURN_LEVEL, 0.8, new Rng(seed, 'coast burn')).map((level, i) => {
    const month = new Date((days[i] as Day) * 86_400_000).getUTCMonth();
    return rounded(level * (BURN_SEASON[month] as number), 'burn');
  });
  const cover = strayed(days, COVER, 0.4, new Rng(seed, 'coast cover'));
  const plantStock = burn.map((perDay, i) => rounded(perDay * (cover[i] as number), 'plantStock'));
  const plantDays = plantStock.map((stock, i) => Math.round(stock / (burn[i] as number)));
  const figures: Record<CoastMeasure, number[]> = {
    fob: of('fob'),
    oceanFreight: of('oceanFreight'),
    fx: of('fx'),
    toShanghai: of('toShanghai'),
    toGuangzhou: of('toGuangzhou'),
    burn,
    plantStock,
    plantDays,
    southStock: of('southStock'),
    imports: of('imports'),
    hydro: of('hydro'),
  };
  return days.map((day, i) => {
    const at = (measure: CoastMeasure) => figures[measure][i] as number;
    return {
      day,
      fob: at('fob'),
      oceanFreight: at('oceanFreight'),
      fx: at('fx'),
      toShanghai: at('toShanghai'),
      toGuangzhou: at('toGuangzhou'),
      burn: at('burn'),
      plantStock: at('plantStock'),
      plantDays: at('plantDays'),
      southStock: at('southStock'),
      imports: at('imports'),
      hydro: at('hydro'),
    };
  });
}
