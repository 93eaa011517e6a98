import { FIRST_DAY, LAST_DAY, dayOf, daysBetween, isoOf } from './calendar.ts';
import type { Day } from './calendar.ts';
import { MAINTENANCE, MODELS, PORTS, UNRECONCILED } from './port-models.ts';
import type { PortCode } from './port-models.ts';
import { Rng } from './random.ts';
import { bridged, lineAt } from './waypoints.ts';

/** One port's day. Tonnage in hundredths of 万吨, so that sums are exact. */
export interface PortDay {
  stock: number;
  railIn: number;
  shipOut: number;
  anchored: number;
}

/** What happened at the ports, before anybody published it. */
export interface PortTruth {
  days: Day[];
  ports: Record<PortCode, PortDay[]>;
  /** days on which stock does not follow from the flows */
  unreconciled: { day: Day; port: PortCode; residual: number }[];
}

/** The days by the waypoints of every port's stock, which the bulletin prints without fault. */
export const PINNED_DAYS: ReadonlySet<Day> = new Set(
  PORTS.flatMap((port) => MODELS[port].stock.map(({ day }) => day)),
);

// the 2008 record of 941.5 stands until the last day, and published peaks and lows stay the extremes of their time
function bound(port: PortCode, day: Day, value: number): number {
  if (port !== 'QHD') return Math.max(60, value);
  const month = isoOf(day).slice(0, 7);
  const ceiling = month === '2011-02' || month === '2011-03' ? 847 : day >= dayOf('2012-06-11') ? 939.8 : 890;
  const floor = month === '2011-09' || month === '2011-10' ? 490.6 : 440;
  return Math.min(ceiling, Math.max(floor, value));
}

/** For each day the part of loading that wind or fog takes away at all ports (0–1). */
function closures(days: readonly Day[], rng: Rng): number[] {
  let left = 0;
  return days.map((day) => {
    const month = new Date(day * 86_400_000).getUTCMonth() + 1;
    const p = month >= 11 || month <= 3 ? 0.06 : month === 7 ? 0.03 : 0;
    if (left === 0 && rng.chance(p)) left = 1 + rng.weighted([0.7, 0.2, 0.1]);
    if (left === 0) return 0;
    left--;
    return rng.between(0.6, 1);
  });
}

function stockPath(port: PortCode, days: readonly Day[], closed: readonly number[], rng: Rng): number[] {
  const { stock, meanOut, step } = MODELS[port];
  const noise = 5 * Math.sqrt(meanOut / 67);
  let away = 0;
  let waiting = 0;
  const deviations = closed.map((part) => {
    const missed = part * meanOut * rng.between(0.7, 1);
    const caught = part > 0 ? 0 : Math.min(waiting, 0.2 * meanOut);
    waiting += missed - caught;
    away = 0.93 * away + missed - caught + rng.normal(0, noise);
    return away;
  });
  const bridge = bridged(days, deviations, stock);
  const exact = new Map(stock.map(({ day, value }) => [day, Math.round(value * 100)]));
  return days.map(
    (day, i) =>
      exact.get(day) ??
      Math.round((bound(port, day, lineAt(stock, day) + (bridge[i] as number)) * 100) / step) * step,
  );
}

function shipsPath(port: PortCode, days: readonly Day[], closed: readonly number[], rng: Rng): number[] {
  const { ships, meanOut } = MODELS[port];
  let away = 0;
  const deviations = closed.map((part) => {
    away = 0.85 * away + part * (meanOut / 6) + rng.normal(0, meanOut / 12);
    return away;
  });
  const bridge = bridged(days, deviations, ships);
  return days.map((day, i) => Math.max(1, Math.round(lineAt(ships, day) + (bridge[i] as number))));
}

/** Flows that lead from stock to stock; all three in hundredths of 万吨, flows in whole tenths of 万吨. */
function portDays(port: PortCode, days: readonly Day[], closed: readonly number[], rng: Rng): PortDay[] {
  const { meanIn } = MODELS[port];
  const stock = stockPath(port, days, closed, rng);
  const ships = shipsPath(port, days, closed, rng);
  const planted = new Map(
    UNRECONCILED.flatMap(([iso, at, residual]) => (at === port ? [[dayOf(iso), residual]] : [])),
  );
  const tenth = (value: number) => Math.round(value / 10) * 10;
  return days.map((day, i) => {
    const maintained = MAINTENANCE.some(({ first, last }) => day >= first && day <= last);
    const today = stock[i] as number;
    const change = i === 0 ? 0 : today - (stock[i - 1] as number);
    const residual = planted.get(day) ?? Math.max(-150, Math.min(150, rng.normal(0, 40)));
    const arrived = tenth(
      100 * (meanIn * (maintained ? 0.86 : 1) + rng.normal(0, 3 * Math.sqrt(meanIn / 68))),
    );
    const loaded = tenth(arrived - change + residual);
    // ships cannot bring coal back: what a negative loading would be arrived by rail
    const missing = Math.max(0, -loaded);
    return {
      stock: today,
      railIn: arrived + missing,
      shipOut: loaded + missing,
      anchored: ships[i] as number,
    };
  });
}

/**
 * Four ports' daily stock, rail arrivals, ship loadings and anchored vessels. Stock is a mean-reverting walk with weather
 * closures, bridged through the waypoints; loadings follow from stock and arrivals to within a small reporting residual,
 * except on the planted days.
 */
export function makePorts(seed: number): PortTruth {
  const days = daysBetween(FIRST_DAY, LAST_DAY);
  const closed = closures(days, new Rng(seed, 'port closures'));
  const at = (port: PortCode) => portDays(port, days, closed, new Rng(seed, `port ${port}`));
  return {
    days,
    ports: { QHD: at('QHD'), CFD: at('CFD'), JT: at('JT'), TJ: at('TJ') },
    unreconciled: UNRECONCILED.map(([iso, port, residual]) => ({ day: dayOf(iso), port, residual })),
  };
}
