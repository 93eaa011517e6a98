import { z } from 'zod';
import { STATUSES } from '../../../../data/journal-records.ts';
import type { TokenScope } from '../../../../data/api-token-reader.ts';
import { parameterSchema } from '../../../../queries/engine/parameter-schema.ts';
import { AREAS, queryHeaderSchema } from '../../../../queries/engine/query-file.ts';
import { MOST_CHARACTERS } from '../../../../queries/sandbox/policy.ts';
import { SQL_LIMITS } from '../../../../queries/sandbox/sandbox-pool.ts';

/** One operation of the API: what it is asked, and what it answers. The routes and the document are made from it. */
export interface Operation<
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  method: 'GET' | 'POST';
  /** as OpenAPI writes it */
  path: `/api/v1/${string}`;
  /** what a token must allow; null: open to everybody */
  scope: TokenScope | null;
  summary: { zh: string; en: string };
  parts: Path;
  query: Query;
  /** null: it takes none */
  body: Body | null;
  /** the answer as JSON */
  answer: Answer;
  /** the answer is rows: also as Arrow and CSV, as `Accept` says */
  rows: boolean;
}

const none = z.strictObject({});
const bilingual = z.strictObject({ zh: z.string(), en: z.string() });
const instant = z.string().meta({ description: 'ISO 8601 instant' });
const day = z.string().meta({ description: 'YYYY-MM-DD, in Asia/Shanghai' });
const snapshotId = z
  .string()
  .regex(/^\d{8}T\d{9}$/)
  .meta({ description: 'Id of a kept snapshot; default the one in service' });
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const snapshotAnswer = z.strictObject({
  id: z.string(),
  current: z.boolean().meta({ description: 'It is in service' }),
  asOf: day.nullable().meta({ description: 'Data date, YYYY-MM-DD' }),
  publishedAt: instant.nullable(),
  bytes: z.int(),
  rows: z.int().nullable().meta({ description: 'All rows of all tables' }),
});

const runAnswer = z.strictObject({
  id: z.string(),
  sources: z.array(z.string()),
  status: z.enum(STATUSES),
  startedAt: instant,
  endedAt: instant.nullable(),
  error: z.string().nullable(),
});

const queryListed = z.strictObject({
  id: z.string(),
  area: z.enum(AREAS),
  title: bilingual,
  answers: bilingual.meta({ description: 'The question that it answers' }),
  params: z.record(z.string(), parameterSchema),
  tags: z.array(z.string()),
});
const queryAnswer = queryHeaderSchema.extend({
  id: z.string(),
  area: z.enum(AREAS),
  sql: z.string(),
  hash: z.string().meta({ description: 'SHA-256 of the query file' }),
});

const rowsAnswer = z.strictObject({
  columns: z.array(
    z.strictObject({ name: z.string(), type: z.enum(['date', 'instant', 'number', 'boolean', 'text']) }),
  ),
  rows: z.array(z.record(z.string(), value)).meta({
    description: 'Numbers that a double does not hold exactly are their decimal text; missing is null',
  }),
  truncated: z.boolean().meta({ description: 'There are more rows than were given' }),
});

const statement = z.strictObject({
  sql: z.string().min(1).max(MOST_CHARACTERS).meta({ description: 'One SELECT' }),
  params: z
    .record(z.string().regex(/^[A-Za-z_]\w{0,62}$/), value)
    .default({})
    .meta({ description: 'Values of $name in the statement' }),
  snapshot: snapshotId.optional(),
});

const relation = z.strictObject({
  name: z.string(),
  kind: z.enum(['table', 'view']),
  comment: z.string().nullable(),
  rows: z.int().nullable().meta({ description: 'null for a view' }),
  columns: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      unit: bilingual.nullable(),
      comment: z.string().nullable(),
    }),
  ),
});
const macro = z.strictObject({
  name: z.string(),
  gives: z.enum(['value', 'table']),
  parameters: z.array(z.string()),
  comment: z.string().nullable(),
});

const get = { method: 'GET', parts: none, query: none, body: null, rows: false } as const;
const id = z.strictObject({ id: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/) });

/** Every operation of the API, by the id that the document gives it. */
export const OPERATIONS = {
  listSnapshots: {
    ...get,
    path: '/api/v1/snapshots',
    scope: 'read',
    summary: { zh: '保留的快照,新的在前', en: 'Kept snapshots, newest first' },
    answer: z.strictObject({ snapshots: z.array(snapshotAnswer) }),
  },
  listRuns: {
    ...get,
    path: '/api/v1/runs',
    scope: 'read',
    summary: { zh: '运行记录,新的在前', en: 'Runs, newest first' },
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(500).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
    answer: z.strictObject({
      runs: z.array(runAnswer),
      count: z.int().meta({ description: 'All runs on record' }),
    }),
  },
  listQueries: {
    ...get,
    path: '/api/v1/queries',
    scope: 'read',
    summary: { zh: '问题库', en: 'The query library' },
    answer: z.strictObject({ queries: z.array(queryListed) }),
  },
  getQuery: {
    ...get,
    path: '/api/v1/queries/{id}',
    scope: 'read',
    summary: { zh: '一个问题:参数、列、单位、SQL', en: 'One query: parameters, columns, units, SQL' },
    parts: id,
    answer: queryAnswer,
  },
  getQueryData: {
    ...get,
    path: '/api/v1/queries/{id}/data',
    scope: 'read',
    summary: {
      zh: '一个问题的答案;参数写在地址里,缺省用默认值。强 ETag:同一快照、同一参数不再传输',
      en: 'The answer of a query; its parameters stand in the address, absent ones take their defaults. Strong ETag: the same snapshot and parameters are not sent again',
    },
    parts: id,
    query: z
      .object({ snapshot: snapshotId.optional() })
      .catchall(z.string().max(1000))
      .meta({ description: 'Every other key is a parameter of the query; an unknown one is refused' }),
    answer: rowsAnswer,
    rows: true,
  },
  runSql: {
    ...get,
    method: 'POST',
    path: '/api/v1/sql',
    scope: 'sql',
    summary: {
      zh: '自由查询:一条 SELECT,在沙箱中运行,结果边算边传;断开连接即取消',
      en: 'Free SQL: one SELECT in the sandbox, streamed while it runs; to hang up is to cancel',
    },
    body: statement.extend({
      limit: z.int().min(1).max(SQL_LIMITS.rowLimit).default(SQL_LIMITS.rowLimit).meta({
        description:
          'Most rows. JSON says whether it was cut off; of others ask for one row more than wanted',
      }),
    }),
    answer: rowsAnswer,
    rows: true,
  },
  planSql: {
    ...get,
    method: 'POST',
    path: '/api/v1/sql/plan',
    scope: 'sql',
    summary: { zh: '执行计划;不运行', en: 'The plan of a statement; nothing is run' },
    body: statement,
    answer: z.strictObject({
      snapshot: z.string(),
      reads: z.array(z.string()).meta({ description: 'Tables and views that it reads' }),
      plan: z.array(z.unknown()).meta({ description: "DuckDB's EXPLAIN (FORMAT json)" }),
    }),
  },
  getSchema: {
    ...get,
    path: '/api/v1/schema',
    scope: 'read',
    summary: {
      zh: '表、视图与宏,附说明、类型、单位与行数',
      en: 'Tables, views and macros with comments, types, units and row counts',
    },
    query: z.strictObject({ snapshot: snapshotId.optional() }),
    answer: z.strictObject({ snapshot: z.string(), relations: z.array(relation), macros: z.array(macro) }),
  },
  getDocument: {
    ...get,
    path: '/api/v1/openapi.json',
    scope: null,
    summary: { zh: '本接口的 OpenAPI 3.1 文档', en: 'This document' },
    answer: z.looseObject({ openapi: z.literal('3.1.0') }),
  },
} as const satisfies Record<string, Operation>;
