import type { PortMeasure } from './answer-key.ts';
import { LAST_DAY, dayOf } from './calendar.ts';
import type { Day } from './calendar.ts';
import { PORTS } from './port-models.ts';
import type { PortCode } from './port-models.ts';
import { PINNED_DAYS } from './port-truth.ts';
import type { PortDay, PortTruth } from './port-truth.ts';
import { Rng } from './random.ts';

/** The tonnage columns, where figures go wrong. */
const MEASURES = ['stock', 'railIn', 'shipOut'] as const;
/** The measure of a truth column as warehouse and answer key name it. */
export const MEASURE_NAMES: Record<keyof PortDay, PortMeasure> = {
  stock: 'stock_wt',
  railIn: 'rail_in_wt',
  shipOut: 'ship_out_wt',
  anchored: 'anchored',
};

/** A figure printed wrong and corrected by a later page; tonnage in hundredths of 万吨. */
export interface WrongFigure {
  day: Day;
  port: PortCode;
  measure: keyof PortDay;
  kind: 'wrong' | 'typo';
  published: number;
  correct: number;
}

/** What goes wrong between the ports and the reader. */
export interface PortFaults {
  /** days that their page leaves out */
  absent: Set<Day>;
  /** figures printed as `--` */
  blank: { day: Day; port: PortCode; measures: (keyof PortDay)[] }[];
  wrong: WrongFigure[];
  /** rows printed twice */
  doubled: { day: Day; port: PortCode }[];
}

const YEARS = [2010, 2011, 2012];
/** From here to the end the bulletin is clean but for one figure. */
const CLEAN_FROM = LAST_DAY - 59;
const LATE_DAY = dayOf('2012-05-17');
/** A wrong stock stays under every record: it is wrong by little and downwards where it is high. */
const HIGH_STOCK = 80_000;

function misprint(measure: keyof PortDay, correct: number, rng: Rng): number {
  if (measure !== 'stock') return correct + 10 * rng.int(12, 45);
  const off = 10 * rng.int(60, 260);
  return correct > HIGH_STOCK || rng.chance(0.5) ? correct - off : correct + off;
}

/** Draws the faults of the bulletin: 1 % missing figures, 0.5 % wrong ones, a tenfold typo and a double row a year. */
export function makeFaults(truth: PortTruth, seed: number): PortFaults {
  const rng = new Rng(seed, 'port faults');
  const first = truth.days[0] as Day;
  const taken = new Set([...PINNED_DAYS, ...truth.unreconciled.map(({ day }) => day)]);
  const freeDay = (from: Day, to: Day): Day => {
    let day = rng.int(from, to);
    while (taken.has(day)) day = rng.int(from, to);
    taken.add(day);
    return day;
  };
  const anyDay = () => freeDay(first, CLEAN_FROM - 1);
  const figure = (day: Day, port: PortCode, measure: keyof PortDay) =>
    (truth.ports[port][day - first] as PortDay)[measure];
  const times = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i));

  const absent = new Set(times(4, anyDay));
  const blank = times(20, (i) => ({
    day: anyDay(),
    port: rng.pick(PORTS),
    measures:
      i % 3 === 0 ? (['stock', 'railIn', 'shipOut', 'anchored'] as const).slice() : [rng.pick(MEASURES)],
  }));
  const wrong = times(17, (): WrongFigure => {
    const day = anyDay();
    const port = rng.pick(PORTS);
    const measure = rng.pick(MEASURES);
    const correct = figure(day, port, measure);
    return { day, port, measure, kind: 'wrong', published: misprint(measure, correct, rng), correct };
  });
  const late = figure(LATE_DAY, 'JT', 'railIn');
  wrong.push({
    day: LATE_DAY,
    port: 'JT',
    measure: 'railIn',
    kind: 'wrong',
    published: late + 190,
    correct: late,
  });
  const yearDay = (year: number) =>
    freeDay(dayOf(`${year}-01-02`), Math.min(dayOf(`${year}-12-30`), CLEAN_FROM - 1));
  for (const year of YEARS) {
    // not Qinhuangdao, whose tenfold flow would pass every limit of a day
    const port = rng.pick(['JT', 'TJ'] as const);
    let day = yearDay(year);
    // less than 25 keeps ten times within the limits; more than 5 makes it stand out of the total
    while (figure(day, port, 'railIn') >= 2500 || figure(day, port, 'railIn') < 500) day = yearDay(year);
    const correct = figure(day, port, 'railIn');
    wrong.push({ day, port, measure: 'railIn', kind: 'typo', published: correct * 10, correct });
  }
  const doubled = YEARS.map((year) => ({ day: yearDay(year), port: rng.pick(PORTS) }));
  wrong.sort((a, b) => a.day - b.day);
  return { absent, blank, wrong, doubled };
}
