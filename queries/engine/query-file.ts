import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { CoalfaceError } from '../../data/errors.ts';
import { projectRoot } from '../../data/project.ts';
import { parameterSchema } from './parameter-schema.ts';
import { FORMATS, UNIT_CODES } from './units.ts';

/** The rooms of the query library; a query file stands in the folder of its area. */
export const AREAS = ['market', 'accounts', 'regions', 'sales', 'service', 'ops'] as const;
export type Area = (typeof AREAS)[number];

const NAME = /^[a-z][a-z0-9_]{0,62}$/;
const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const columnSchema = z.strictObject({
  zh: z.string().min(1),
  en: z.string().min(1),
  unit: z.enum(UNIT_CODES).optional(),
  format: z.enum(FORMATS).optional(),
});
const chartSchema = z.strictObject({
  type: z.enum(['line', 'area', 'bar', 'stacked', 'pie', 'table']),
  x: z.string().optional(),
  y: z.array(z.string()).default([]),
  /** column whose values split the rows into lines or stacks */
  series: z.string().optional(),
  /** low and high column drawn as a band */
  band: z.tuple([z.string(), z.string()]).optional(),
  /** column or parameter drawn as a level line */
  mark: z.string().optional(),
});
/** The header of a query file. */
export const queryHeaderSchema = z.strictObject({
  title: text,
  answers: text,
  params: z.record(z.string().regex(NAME), parameterSchema).default({}),
  columns: z
    .record(z.string().regex(NAME), columnSchema)
    .refine((columns) => Object.keys(columns).length > 0, 'at least one column'),
  chart: chartSchema.optional(),
  roles: z.array(z.enum(['leader', 'strategist', 'analyst', 'admin'])).min(1),
  tags: z.array(z.string().min(1)).default([]),
});

/** What the header of a query file says. */
export type QueryHeader = z.infer<typeof queryHeaderSchema>;
export type QueryColumn = z.infer<typeof columnSchema>;
export type QueryChart = z.infer<typeof chartSchema>;

/** A parsed query file: the header, the SQL below it, and where it stands. */
export interface QueryFile extends QueryHeader {
  id: string;
  area: Area;
  sql: string;
  /** SHA-256 of the whole text: part of every cache key */
  hash: string;
}

/**
 * Parse a query file: YAML inside the first block comment, SQL below it.
 * @param id the file's stem
 * @param area the folder it stands in
 * @throws CoalfaceError `bad_query` naming the query and what is wrong with its header
 */
export function parseQueryFile(source: string, id: string, area: Area): QueryFile {
  const bad = (message: string, cause?: unknown) =>
    new CoalfaceError('bad_query', message, { where: { query: id }, cause });
  if (!NAME.test(id)) throw bad(`a query id is lower-case letters, digits and _: ${id}`);
  const [whole, yaml = ''] = /^\s*\/\*([\s\S]*?)\*\//.exec(source) ?? [];
  if (whole === undefined) throw bad('the file must begin with a /* header */');
  const sql = source.slice(whole.length).trim();
  if (!sql) throw bad('there is no SQL below the header');
  let raw: unknown;
  try {
    raw = parseYaml(yaml);
  } catch (error) {
    throw bad('the header is not YAML', error);
  }
  const parsed = queryHeaderSchema.safeParse(raw);
  if (!parsed.success) throw bad(z.prettifyError(parsed.error));
  const stray = strayChartFields(parsed.data);
  if (stray.length) throw bad(`chart names what the query does not have: ${stray.join(', ')}`);
  return { ...parsed.data, id, area, sql, hash: createHash('sha256').update(source).digest('hex') };
}

function strayChartFields({ chart, columns, params }: QueryHeader): string[] {
  if (!chart) return [];
  const fields = [chart.x, ...chart.y, chart.series, ...(chart.band ?? [])].filter(
    (name) => name !== undefined,
  );
  const stray = fields.filter((name) => !Object.hasOwn(columns, name));
  const { mark } = chart;
  if (mark && !Object.hasOwn(columns, mark) && !Object.hasOwn(params, mark)) stray.push(mark);
  return stray;
}

/**
 * All query files below a folder's areas, by id.
 * @param dir default: `queries/` of this project
 * @throws CoalfaceError `bad_query` for a file that does not parse or an id that two areas use
 */
export async function loadQueries(
  dir: string = path.join(projectRoot(), 'queries'),
): Promise<Map<string, QueryFile>> {
  const found = new Map<string, QueryFile>();
  for (const area of AREAS) {
    const folder = path.join(dir, area);
    if (!existsSync(folder)) continue;
    const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
    for (const name of files) {
      const id = path.basename(name, '.sql');
      const twin = found.get(id);
      if (twin) {
        throw new CoalfaceError('bad_query', `the id ${id} is used in ${twin.area} and in ${area}`, {
          where: { query: id },
        });
      }
      found.set(id, parseQueryFile(await readFile(path.join(folder, name), 'utf8'), id, area));
    }
  }
  return found;
}
