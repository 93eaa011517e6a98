import type { Cell } from '../engine/convert.ts';
import type { QueryResult } from '../engine/result.ts';
import type {
  BriefingFacts,
  GradeFacts,
  IndexFacts,
  MoverFacts,
  RecordFacts,
  ShareFacts,
  StockFacts,
} from './facts.ts';
import type { Fact } from './sentence.ts';
import type { Issue } from './week.ts';

/** Runs a query on the one snapshot that an issue is made from. */
export type RunQuery = (id: string, params: Record<string, string | number>) => Promise<QueryResult>;

/** The facts of an issue and every result they were taken from. */
export interface Collected {
  facts: BriefingFacts;
  results: QueryResult[];
}

/** The benchmark grade, which the index is compared with. */
const BENCHMARK = 'Q5500';
/** Days searched back for a streak of index periods. */
const INDEX_DAYS = 400;

/**
 * The facts of an issue. States are as of its Monday; quotations of prices and index may be as late as its Sunday.
 * Nothing depends on the clock: the same snapshot and issue give the same facts.
 */
export async function collectFacts(issue: Issue, run: RunQuery): Promise<Collected> {
  const at = { at: issue.issueDay };
  const [ports, record, prices, spot, index, share, concentration, movers] = await Promise.all([
    run('port_week', at),
    run('port_record_high', { port: 'QHD', ...at }),
    run('price_change', at),
    run('price_by_grade', { from: issue.issueDay, to: issue.cut, grade: BENCHMARK }),
    run('weekly_index', { from: daysBefore(issue.cut, INDEX_DAYS), to: issue.cut }),
    run('ka_share_trend', { from: issue.issueDay, to: issue.issueDay }),
    run('concentration', { from: daysBefore(issue.issueDay, 365), to: issue.issueDay }),
    run('region_movers', at),
  ]);
  return {
    facts: {
      qinhuangdao: stockFacts(ports, 'QHD'),
      fourPorts: stockFacts(ports, 'ALL'),
      record: recordFacts(record),
      grades: every(prices).flatMap((row) => gradeFacts(prices, row)),
      spot: spotFacts(spot, issue.issueDay),
      index: indexFacts(index, issue),
      share: shareFacts(share, concentration),
      movers: every(movers).flatMap((row) => moverFacts(movers, row)),
    },
    results: [ports, record, prices, spot, index, share, concentration, movers],
  };
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

const every = (result: QueryResult) => Array.from({ length: result.rowCount }, (_, row) => row);
const cell = (result: QueryResult, row: number, column: string): Cell => result.data[column]?.[row] ?? null;

function number(result: QueryResult, row: number, column: string): Fact | null {
  const value = cell(result, row, column);
  return typeof value === 'number' ? { value, cell: { query: result.query, row, column } } : null;
}

function text(result: QueryResult, row: number, column: string): Fact<string> | null {
  const value = cell(result, row, column);
  return typeof value === 'string' ? { value, cell: { query: result.query, row, column } } : null;
}

function stockFacts(ports: QueryResult, port: string): StockFacts | null {
  const row = (ports.data['port'] ?? []).indexOf(port);
  const day = text(ports, row, 'day');
  const stock = number(ports, row, 'stock_wt');
  if (!day || !stock) return null;
  const of = (column: string) => number(ports, row, column);
  return {
    day,
    stock,
    week: of('change_wt'),
    weekRate: of('change_pct'),
    anchored: of('anchored'),
    perShip: of('stock_per_ship'),
    railIn: of('rail_in_wt'),
    railInDaily: of('rail_in_daily_wt'),
    shipOut: of('ship_out_wt'),
    shipOutDaily: of('ship_out_daily_wt'),
  };
}

function recordFacts(record: QueryResult): RecordFacts | null {
  const status = cell(record, 0, 'status');
  const previous = number(record, 0, 'previous_wt');
  const period = text(record, 0, 'previous_period');
  const source = text(record, 0, 'previous_source');
  const diff = number(record, 0, 'diff_wt');
  if (!previous || !period || !source || !diff) return null;
  if (status !== 'new' && status !== 'tie' && status !== 'below') return null;
  const year = { ...period, value: period.value.slice(0, 4) };
  return { status, previous, period: year, source, diff, rate: number(record, 0, 'diff_pct') };
}

function gradeFacts(prices: QueryResult, row: number): GradeFacts[] {
  const grade = cell(prices, row, 'grade');
  const day = text(prices, row, 'quoted_on');
  const of = (column: string) => number(prices, row, column);
  const low = of('low');
  const high = of('high');
  const mid = of('mid');
  if (typeof grade !== 'string' || !day || !low || !high || !mid) return [];
  return [
    {
      grade,
      day,
      low,
      high,
      mid,
      week: of('week_change'),
      weekRate: of('week_pct'),
      weekUnchanged: cell(prices, row, 'week_unchanged') === true,
      year: of('year_change'),
      yearRate: of('year_pct'),
      fromHigh: of('from_high'),
      normalised: of('normalised_5500'),
    },
  ];
}

function spotFacts(spot: QueryResult, issueDay: string): BriefingFacts['spot'] {
  const row = spot.rowCount - 1;
  const day = text(spot, row, 'day');
  const low = number(spot, row, 'low');
  const high = number(spot, row, 'high');
  if (!day || !low || !high || day.value <= issueDay) return null;
  return { grade: BENCHMARK, day, low, high };
}

function indexFacts(index: QueryResult, issue: Issue): IndexFacts | null {
  const row = index.rowCount - 1;
  const day = text(index, row, 'week_end');
  const value = number(index, row, 'value');
  // an index of an earlier week is not this week's news
  if (!day || !value || day.value < issue.from) return null;
  const of = (column: string) => number(index, row, column);
  return {
    day,
    value,
    change: of('change'),
    streak: of('streak'),
    cumulative: of('cumulative'),
    cumulativeRate: of('cumulative_pct'),
  };
}

function shareFacts(share: QueryResult, concentration: QueryResult): ShareFacts | null {
  const row = share.rowCount - 1;
  const month = text(share, row, 'month');
  const keyTonnes = number(share, row, 'key_wt');
  const part = number(share, row, 'key_share');
  const goal = number(share, row, 'goal');
  const gap = number(share, row, 'gap_pp');
  if (!month || !keyTonnes || !part || !goal || !gap) return null;
  const top5 = cell(concentration, 0, 'n_lt_5') === true ? null : number(concentration, 0, 'cr5');
  return { month, keyTonnes, share: part, goal, gap, top5, hhi: number(concentration, 0, 'hhi') };
}

function moverFacts(movers: QueryResult, row: number): MoverFacts[] {
  const province = text(movers, row, 'province');
  const provinceEn = text(movers, row, 'province_en');
  const tonnes = number(movers, row, 'wt');
  const share = number(movers, row, 'share');
  if (!province || !provinceEn || !tonnes || !share) return [];
  return [
    {
      province,
      provinceEn,
      tonnes,
      share,
      change: number(movers, row, 'share_change_pp'),
      advantage: cell(movers, row, 'is_advantage') === true,
    },
  ];
}
