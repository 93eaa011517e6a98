import type { FactRelation } from '../../data/fact-relations.ts';
import { literal, rows } from '../../data/duck.ts';
import type { Cell } from '../engine/convert.ts';
import type { TracedCell } from './cell.ts';
import type { TrialViews } from './trial-views.ts';

/** The rows of a table that a cell depends on: no figure of another row moves it. */
export interface Influence {
  table: FactRelation;
  /** the figures that move the cell */
  measures: string[];
  /** values of key columns; a key that is not here is not restricted */
  keys: Record<string, string[]>;
  /** first and last day of every stretch of days, `YYYY-MM-DD` */
  days: [first: string, last: string][];
  /** `rows`: every key and day named moves the cell; `stretches`: some named may not; `table`: nothing could be ruled out */
  certainty: 'rows' | 'stretches' | 'table';
  /** SQL for the rows, of the table and of its facts alike */
  condition: string;
}

/** Most trials to find the values of a column. */
const TRIALS = 120;
/** Where each of so many parts moves the cell, nearly everything does. */
const DENSE = 16;
const ALL = 'true';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Find what a cell is made of by trial: figures are altered, the query runs again, and what leaves the cell as it is has
 * no part in it.
 * @param params resolved parameters; they and the cell's row say which keys to try first
 * @returns null if no figure of the table moves the cell
 */
export async function findInfluence(
  views: TrialViews,
  table: FactRelation,
  cell: TracedCell,
  params: Readonly<Record<string, Cell>>,
): Promise<Influence | null> {
  const moves = async (condition: string, measures: readonly string[]): Promise<boolean> => {
    let seen = false;
    try {
      for (const way of ['up', 'down'] as const) {
        await views.alter(table, condition, measures, way);
        const moved = await cell.moved(views.connection);
        if (moved) return true;
        seen ||= moved === false;
      }
      // a row that vanished both ways depends on what was altered
      return !seen;
    } finally {
      await views.restore(table);
    }
  };
  if (!(await moves(ALL, table.measures))) return null;
  const single: string[] = [];
  for (const measure of table.measures) if (await moves(ALL, [measure])) single.push(measure);
  const measures = single.length ? single : [...table.measures];
  const outside = (condition: string) => moves(`NOT (${condition})`, measures);

  const hints = new Set(
    [...Object.values(cell.row), ...Object.values(params)].filter((one) => typeof one === 'string'),
  );
  const keys: Record<string, string[]> = {};
  let certain = true;
  const within = (column: string, values: readonly string[], days: [string, string][] = [], type = '') =>
    moves(allOf([...conditionsOf(table, keys, days), isIn(column, values, type)]), measures);
  const open: string[] = [];
  for (const key of table.keys) {
    const values = await distinct(views, table, key, allOf(conditionsOf(table, keys, [])));
    const hinted = values.filter((value) => hints.has(value));
    if (hinted.length === 0 || (await outside(isIn(key, hinted)))) {
      open.push(key);
      continue;
    }
    const { kept, each } = await influential(hinted, (some) => within(key, some));
    keys[key] = kept;
    certain &&= each;
  }
  const near = await nearDays(table, hints, outside);
  const all = await distinct(
    views,
    table,
    table.day,
    allOf([...conditionsOf(table, keys, []), ...(near ? [near] : [])]),
  );
  const movesDays = (some: readonly string[]) => within(table.day, some, [], 'DATE ');
  const found = await influential(await between(all, movesDays), movesDays);
  certain &&= found.each;
  const days = stretches(all, found.kept);
  for (const key of open) {
    const values = await distinct(views, table, key, allOf(conditionsOf(table, keys, days)));
    const { kept, each } = await influential(values, (some) => within(key, some, days));
    if (kept.length === 0 || kept.length === values.length) continue;
    keys[key] = kept;
    certain &&= each;
  }
  const condition = allOf(conditionsOf(table, keys, days));
  if (await outside(condition))
    return { table, measures, keys: {}, days: [], certainty: 'table', condition: ALL };
  return { table, measures, keys, days, certainty: certain ? 'rows' : 'stretches', condition };
}

function conditionsOf(
  table: FactRelation,
  keys: Readonly<Record<string, readonly string[]>>,
  days: readonly [string, string][],
): string[] {
  const spans = days.map(
    ([first, last]) => `${table.day} BETWEEN DATE ${literal(first)} AND DATE ${literal(last)}`,
  );
  return [
    ...Object.entries(keys).map(([key, values]) => isIn(key, values)),
    ...(spans.length ? [`(${spans.join(' OR ')})`] : []),
  ];
}

const allOf = (conditions: readonly string[]) => conditions.join(' AND ') || ALL;
// values from the tables themselves; a view takes no parameters
const isIn = (column: string, values: readonly string[], type = '') =>
  `${column} IN (${values.map((value) => type + literal(value)).join(', ')})`;

async function distinct(
  views: TrialViews,
  { table }: FactRelation,
  column: string,
  condition: string,
): Promise<string[]> {
  const found = await rows<{ value: string }>(
    views.connection,
    `SELECT DISTINCT ${column}::VARCHAR AS value FROM ${table} WHERE ${condition} ORDER BY value`,
  );
  return found.map(({ value }) => value);
}

/** The span of the days that the row and the parameters name, or SQL of the months they lie in; null if that is not all. */
async function nearDays(
  { day }: FactRelation,
  hints: ReadonlySet<Cell>,
  outside: (condition: string) => Promise<boolean>,
): Promise<string | null> {
  const days = [...hints]
    .filter((one) => typeof one === 'string' && DAY.test(one))
    .map(String)
    .sort();
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  const span = `${day} BETWEEN date_trunc('month', DATE ${literal(first)}) AND last_day(DATE ${literal(last)})`;
  return (await outside(span)) ? null : span;
}

/** What is left of sorted values without the first ones and the last ones that together move nothing. */
async function between(
  values: readonly string[],
  moves: (some: readonly string[]) => Promise<boolean>,
): Promise<string[]> {
  const most = async (still: (n: number) => Promise<boolean>) => {
    let [low, high] = [0, values.length];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (await still(middle)) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const first = await most(async (n) => !(await moves(values.slice(0, n))));
  const last = await most(async (n) => !(await moves(values.slice(values.length - n))));
  return values.slice(first, values.length - last);
}

/** Halve what moves the cell until single values are left or the trials are used up; the largest parts first. */
async function influential(
  values: readonly string[],
  moves: (some: readonly string[]) => Promise<boolean>,
): Promise<{ kept: string[]; each: boolean }> {
  const open = [[...values]];
  const kept: string[] = [];
  let each = true;
  let spared = 0;
  for (let trials = 0, part = open.shift(); part; part = open.shift()) {
    if (trials >= TRIALS || (spared === 0 && open.length >= DENSE)) {
      kept.push(...part);
      each &&= part.length <= 1;
      continue;
    }
    trials++;
    if (part.length === 0 || !(await moves(part))) spared++;
    else if (part.length === 1) kept.push(...part);
    else open.push(part.slice(0, part.length >> 1), part.slice(part.length >> 1));
  }
  return { kept: kept.sort(), each };
}

/** Neighbours among all days become one stretch. */
function stretches(all: readonly string[], kept: readonly string[]): [string, string][] {
  const wanted = new Set(kept);
  const found: [string, string][] = [];
  let open = false;
  for (const day of all) {
    const last = found.at(-1);
    if (!wanted.has(day)) open = false;
    else if (open && last) last[1] = day;
    else {
      found.push([day, day]);
      open = true;
    }
  }
  return found;
}
