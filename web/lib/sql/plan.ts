import { z } from 'zod';

/** A step of a plan: what DuckDB does with what the steps below it give. */
export interface PlanNode {
  /** DuckDB's name of the operator */
  name: string;
  children: PlanNode[];
  extra_info: Record<string, string | string[]>;
}

/** A plan as `EXPLAIN (FORMAT json)` tells it. */
export const planNode: z.ZodType<PlanNode> = z.object({
  name: z.string().transform((name) => name.trim()),
  get children() {
    return z.array(planNode);
  },
  extra_info: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
});

/** What an operator does; others have their name alone. */
export const OPERATORS = [
  'SEQ_SCAN',
  'COLUMN_DATA_SCAN',
  'FILTER',
  'PROJECTION',
  'HASH_JOIN',
  'NESTED_LOOP_JOIN',
  'BLOCKWISE_NL_JOIN',
  'PIECEWISE_MERGE_JOIN',
  'CROSS_PRODUCT',
  'HASH_GROUP_BY',
  'PERFECT_HASH_GROUP_BY',
  'UNGROUPED_AGGREGATE',
  'ORDER_BY',
  'TOP_N',
  'LIMIT',
  'STREAMING_LIMIT',
  'WINDOW',
  'STREAMING_WINDOW',
  'UNION',
  'CTE',
  'CTE_SCAN',
] as const;

/** Details that say something to a reader, as DuckDB names them. */
export const DETAILS = [
  'Table',
  'Filters',
  'Join Type',
  'Conditions',
  'Groups',
  'Aggregates',
  'Order By',
  'Top',
  'Projections',
  'Expression',
] as const;

/** Rows that a step is expected to give; null if DuckDB does not say. */
export function expectedRows({ extra_info }: PlanNode): number | null {
  const rows = extra_info['Estimated Cardinality'];
  return typeof rows === 'string' && /^\d+$/.test(rows) ? Number(rows) : null;
}

/** A detail as one text; the name of the snapshot's file before a table is left out. */
export function detailText(detail: string | readonly string[]): string {
  const texts = typeof detail === 'string' ? [detail] : detail;
  return texts.map((text) => text.replace(/^"\d{8}T\d{9}"\./, '')).join(', ');
}
