import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { CoalfaceError } from './errors.ts';

const SOURCES_DIR = fileURLToPath(new URL('sources/', import.meta.url));

const name = z.string().regex(/^[a-z][a-z0-9_]*$/);
const bilingual = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const synonyms = z.array(z.string().min(1)).min(1);

const files = z.strictObject({
  kind: z.literal('files'),
  /** folder below the inbox */
  folder: name,
  /** file name ending, e.g. `.csv` */
  ending: z.string().regex(/^\.[a-z0-9]+$/),
});

const shipped = z.strictObject({
  kind: z.literal('shipped'),
  /** file below data/reference that the product ships */
  file: z.string().regex(/^[a-z0-9_]+\/[a-z0-9_.]+$/),
});

const http = z.strictObject({
  kind: z.literal('http'),
  /** list page; `${SAMPLE_SITE}` stands for the loopback server of the sample company */
  url: z.string().min(1),
  /** links of the list page to fetch: those whose text contains this */
  follow: z.string().min(1),
  /** CSS selector of the element whose `content` attribute states the publication time (Asia/Shanghai) */
  published: z.string().min(1),
  /** let the address be private or loopback; otherwise such addresses are refused */
  allow_private: z.boolean().default(false),
  /** least time between two requests to the host */
  pace_ms: z.int().min(0).default(1000),
});

const reader = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('csv') }),
  z.strictObject({ kind: z.literal('xlsx'), sheet: z.string().optional() }),
  z.strictObject({ kind: z.literal('html_table') }),
]);

const shared = {
  from: synonyms,
  required: z.boolean().default(false),
};
const bounds = {
  /** unit of the warehouse column; a unit in the header is converted to it, an unknown one is refused */
  unit: z.string().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
};
const column = z.discriminatedUnion('type', [
  /** `reference` names the table of data/reference whose first column lists the allowed texts */
  z.strictObject({ type: z.literal('text'), reference: z.enum(['province']).optional(), ...shared }),
  z.strictObject({ type: z.literal('date'), ...shared }),
  z.strictObject({ type: z.literal('timestamp'), ...shared }),
  z.strictObject({
    type: z.literal('decimal'),
    scale: z.int().min(0).max(6).default(2),
    ...shared,
    ...bounds,
  }),
  z.strictObject({ type: z.literal('range'), scale: z.int().min(0).max(6).default(2), ...shared, ...bounds }),
  z.strictObject({ type: z.literal('enum'), values: z.record(z.string(), synonyms), ...shared }),
]);

const rule = z.strictObject({
  code: name,
  /** columns whose cells are at fault */
  columns: z.array(name).min(1),
  /** SQL condition over the typed columns that a good row meets; a NULL counts as met */
  expect: z.string().min(1),
  message: bilingual,
});

const totals = z.strictObject({
  /** column whose text marks a total row, and the texts that do */
  column: name,
  equals: synonyms,
  /** rows with the same value of this column add up to the total row */
  by: name,
  sum: z.array(name).min(1),
  tolerance: z.number().min(0),
});

const observation = z.strictObject({
  /** series code; `{column}` is replaced by the value of an enum column */
  series: z.string().min(1),
  value: name,
});

const period = z.strictObject({ start: name.optional(), end: name, days: z.int().min(1).optional() });

const source = z.strictObject({
  id: name,
  title: bilingual,
  object: z.enum(['account', 'delivery', 'observation']),
  origin: z.discriminatedUnion('kind', [files, shipped, http]),
  /** cron in Asia/Shanghai; absent for sources that never change by themselves */
  schedule: z.string().optional(),
  /** a daily feed whose last day bounds the data date of a snapshot */
  daily: z.boolean().default(false),
  reader,
  columns: z.record(name, column),
  key: z.array(name).min(1),
  rules: z.array(rule).default([]),
  totals: totals.optional(),
  period: period.optional(),
  note: name.optional(),
  observations: z.array(observation).default([]),
});

/** One source: where its bytes come from, how they are read and the contract its rows must meet. */
export type Source = z.infer<typeof source>;
/** One declared column of a source. */
export type SourceColumn = z.infer<typeof column>;
/** One declared row rule of a source. */
export type SourceRule = z.infer<typeof rule>;
/** The origin of an HTTP source. */
export type HttpOrigin = z.infer<typeof http>;

/**
 * Parse one source file.
 * @throws CoalfaceError `bad_source` naming the file and every key that is wrong
 */
export function parseSource(text: string, file: string): Source {
  const bad = (message: string, cause?: unknown) =>
    new CoalfaceError('bad_source', message, {
      cause,
      where: { file },
      hint: 'see data/sources for examples',
    });
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    throw bad('the source file is not valid YAML', error);
  }
  const result = source.safeParse(raw);
  if (!result.success) throw bad(z.prettifyError(result.error));
  const known = new Set(Object.keys(result.data.columns));
  const named = [
    ...result.data.key,
    ...result.data.rules.flatMap((r) => r.columns),
    ...(result.data.totals
      ? [result.data.totals.column, result.data.totals.by, ...result.data.totals.sum]
      : []),
    ...(result.data.period
      ? [result.data.period.end, result.data.period.start ?? result.data.period.end]
      : []),
    ...result.data.observations.map((o) => o.value),
    ...(result.data.note ? [result.data.note] : []),
  ];
  const missing = named.filter((column) => !known.has(column));
  if (missing.length) throw bad(`columns named but not declared: ${[...new Set(missing)].join(', ')}`);
  if (result.data.object === 'observation' && !(result.data.period && result.data.observations.length)) {
    throw bad('a source of observations needs `period` and `observations`');
  }
  return result.data;
}

/**
 * All sources, by id, in the order in which a run takes them (accounts before the rows that refer to them).
 * @param dir folder of `*.yaml`; default the shipped `data/sources`
 * @throws CoalfaceError `bad_source`
 */
export async function loadSources(dir: string = SOURCES_DIR): Promise<Map<string, Source>> {
  const order = ['account', 'delivery', 'observation'];
  const names = (await readdir(dir)).filter((file) => file.endsWith('.yaml')).sort();
  const sources = await Promise.all(
    names.map(async (file) =>
      parseSource(await readFile(path.join(dir, file), 'utf8'), path.join(dir, file)),
    ),
  );
  sources.sort((a, b) => order.indexOf(a.object) - order.indexOf(b.object));
  return new Map(sources.map((one) => [one.id, one]));
}

/** A source by id. @throws CoalfaceError `unknown_source` naming those there are */
export function sourceOf(all: ReadonlyMap<string, Source>, id: string): Source {
  const found = all.get(id);
  if (found) return found;
  throw new CoalfaceError('unknown_source', `there is no source ${id}`, {
    hint: `known sources: ${[...all.keys()].join(', ')}`,
  });
}
