import { CoalfaceError } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import type { Cell } from '../../queries/engine/convert.ts';
import { openQueryPool, type QueryPool } from '../../queries/engine/pool.ts';
import { rowsOf } from '../../queries/engine/result.ts';
import { UNIT_CODES, type Unit } from '../../queries/engine/units.ts';

/** A figure in two snapshots, each at its own data date. */
export interface FigureChange {
  query: string;
  metric: string;
  zh: string;
  en: string;
  unit: Unit | null;
  before: number | null;
  after: number | null;
  /** after − before in `differenceUnit`, six decimals; null where one is missing */
  difference: number | null;
  /** shares change in percentage points */
  differenceUnit: Unit | null;
}

/** The figures of one snapshot, or why there are none: an older one may lack what a query asks for. */
interface Figures {
  asOf: string | null;
  figures: Map<
    string,
    Omit<FigureChange, 'before' | 'after' | 'difference' | 'differenceUnit'> & { value: number | null }
  >;
  errors: string[];
}

/** What two snapshots say of the headline figures and of the concentration of customers. */
export interface FiguresDiff {
  asOf: { before: string | null; after: string | null };
  figures: FigureChange[];
  /** queries that one of the snapshots could not answer, with the reason */
  errors: string[];
}

/** Compare the headline figures and the concentration of two snapshots. @throws CoalfaceError `snapshot_unreadable` */
export async function diffFigures(home: Home, before: string, after: string): Promise<FiguresDiff> {
  const pool = await openQueryPool(home);
  try {
    const [a, b] = [await figuresOf(pool, before), await figuresOf(pool, after)];
    const figures = [...new Map([...a.figures, ...b.figures])].map(([key, { value: _, ...figure }]) => {
      const [from, to] = [a.figures.get(key)?.value ?? null, b.figures.get(key)?.value ?? null];
      const share = figure.unit === 'share';
      return {
        ...figure,
        before: from,
        after: to,
        difference: from === null || to === null ? null : rounded((to - from) * (share ? 100 : 1)),
        differenceUnit: share ? ('pp' as const) : figure.unit,
      };
    });
    return { asOf: { before: a.asOf, after: b.asOf }, figures, errors: [...a.errors, ...b.errors] };
  } finally {
    await pool.close();
  }
}

async function figuresOf(pool: QueryPool, snapshot: string): Promise<Figures> {
  const found: Figures = { asOf: null, figures: new Map(), errors: [] };
  const add = (
    query: string,
    metric: string,
    zh: string,
    en: string,
    unit: unknown,
    value: Cell | undefined,
  ) =>
    found.figures.set(`${query} ${metric}`, {
      query,
      metric,
      zh,
      en,
      unit: asUnit(unit),
      value: asNumber(value),
    });
  await ask(pool, snapshot, found, 'headline_kpis', (query, { rows }) => {
    for (const row of rows)
      add(
        query,
        String(row['metric']),
        String(row['label_zh']),
        String(row['label_en']),
        row['unit'],
        row['value'],
      );
  });
  await ask(pool, snapshot, found, 'concentration', (query, { rows: [row = {}], columns }) => {
    for (const { name, zh, en, unit, type } of columns)
      if (type === 'number') add(query, name, zh, en, unit, row[name]);
  });
  return found;
}

async function ask(
  pool: QueryPool,
  snapshot: string,
  found: Figures,
  query: string,
  take: (
    query: string,
    answer: { rows: Record<string, Cell>[]; columns: Awaited<ReturnType<QueryPool['run']>>['columns'] },
  ) => void,
): Promise<void> {
  try {
    const result = await pool.run(query, {}, { snapshot });
    found.asOf = result.asOf;
    take(query, { rows: rowsOf(result), columns: result.columns });
  } catch (error) {
    if (
      !(error instanceof CoalfaceError) ||
      !['query_failed', 'column_drift', 'no_data_date'].includes(error.code)
    )
      throw error;
    found.errors.push(`${snapshot}: ${error.describe()}`);
  }
}

function asNumber(value: Cell | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function asUnit(code: unknown): Unit | null {
  return UNIT_CODES.find((unit) => unit === code) ?? null;
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
