import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { sourceCheck } from './check-schema.ts';
import { bilingual, column, expression, name, rule, synonyms } from './contract-schema.ts';
import { isCron } from './cron.ts';
import { CoalfaceError, systemCode } from './errors.ts';
import type { Home } from './home.ts';
import { objectCatalogue, type CatalogueObject } from './object-file.ts';
import { origin } from './origin-schema.ts';
import { projectRoot } from './project.ts';
import { only, reader } from './reader-schema.ts';
import { calendar, observation, period, sentinel, series } from './series-schema.ts';
import { withCatalogue } from './source-overlay.ts';

/** The folder of the shipped source files. */
export const SOURCES_DIR = path.join(projectRoot(), 'data', 'sources');

/** Figures of the market: not an object of the catalogue, because every publication of one is kept. */
export const OBSERVATION = 'observation';

const totals = z.strictObject({
  /** column whose text marks a total row, and the texts that do */
  column: name,
  equals: synonyms,
  /** rows with the same value of this column add up to the total row */
  by: name,
  sum: z.array(name).min(1),
  tolerance: z.number().min(0),
});

const source = z.strictObject({
  id: name,
  title: bilingual,
  /** what a row is: an object of data/objects, else an observation */
  object: z.string().min(1).default(OBSERVATION),
  origin,
  /** cron in Asia/Shanghai; absent for sources that never change by themselves */
  schedule: z.string().refine(isCron, 'not a cron expression of five fields').optional(),
  /** a daily feed whose last day bounds the data date of a snapshot */
  daily: z.boolean().default(false),
  reader: reader.default({ kind: 'table' }),
  columns: z.record(name, column),
  /** values that every row of the source has, whatever its files say: `origin: rail`; null: none, whatever they say */
  constants: z.record(name, z.string().min(1).nullable()).default({}),
  /**
   * columns that follow from others, as SQL over them: a day from a year and a month, a code from two. A row for which
   * one gives nothing is kept aside
   */
  derived: z.record(name, z.strictObject({ type: z.enum(['text', 'date']), sql: expression })).default({}),
  only: only.optional(),
  /**
   * every file holds all rows of the source: one that an older file had and a newer lacks is deleted. Not for exports in
   * parts. A row that is kept aside is not deleted, and a file with a record whose key cannot be read deletes nothing
   */
  full: z.boolean().default(false),
  /**
   * rows in which all of `columns` are blank continue the row above: `fill` gives them its values (lines of an order
   * under its head), `skip` passes over them (heads alone are wanted)
   */
  continuation: z.strictObject({ columns: z.array(name).min(1), mode: z.enum(['fill', 'skip']) }).optional(),
  /** what becomes of headers that the contract does not name, and of cells that do not fit their type */
  drift: z
    .strictObject({
      /**
       * `evolve` – their cells are kept in the row's `extra`; `freeze` – the file is refused; `discard_row` – rows that
       * have such a cell are kept aside; `discard_value` – the cells stay in the landed file only
       */
      columns: z.enum(['evolve', 'freeze', 'discard_row', 'discard_value']).default('evolve'),
      /**
       * a cell of an optional column that is no date, number or allowed value: `discard_row` – its row is kept aside;
       * `freeze` – the file is refused; `evolve` – the cell is empty and its text kept in `extra`; `discard_value` –
       * the cell is empty, its text stays in the landed file only
       */
      types: z.enum(['evolve', 'freeze', 'discard_row', 'discard_value']).default('discard_row'),
    })
    .default({ columns: 'evolve', types: 'discard_row' }),
  /** what tells rows apart; of observations by default their period and the columns in their series codes */
  key: z.array(name).default([]),
  rules: z.array(rule).default([]),
  totals: totals.optional(),
  /** of observations: their days; the days of the period that printed changes compare with; column of a remark; of the sentence */
  period: period.optional(),
  base: name.optional(),
  note: name.optional(),
  sentence: name.optional(),
  observations: z.array(observation).default([]),
  /** the series that the source publishes, by code, unless another source defines them */
  series: z.record(z.string().regex(/^[A-Za-z0-9_.]+$/), series).default({}),
  calendar: calendar.optional(),
  /** what is asked of its rows in every run, beside the checks of data/checks */
  checks: z.array(sourceCheck).default([]),
  sentinel,
});

/** One source: where its bytes come from, how they are read and the contract its rows must meet. */
export type Source = z.infer<typeof source>;

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
  const result = source.safeParse(withCatalogue(raw, bad));
  if (!result.success) throw bad(z.prettifyError(result.error));
  const { object } = result.data;
  if (object !== OBSERVATION && !objectCatalogue().has(object)) {
    throw bad(
      `there is no object ${object}; known: ${[OBSERVATION, ...objectCatalogue().keys()].join(', ')}`,
    );
  }
  const { columns, derived, only, constants } = result.data;
  const unreadable = Object.keys(columns).filter((id) => {
    const { from, position, fact } = columns[id] ?? { from: [] };
    return !(from.length || position || fact || id in constants);
  });
  if (unreadable.length)
    throw bad(
      `needs \`from\`, \`position\` or \`fact\`: ${unreadable.map((id) => `columns.${id}.from`).join(', ')}`,
    );
  const known = new Set([...Object.keys(columns), ...Object.keys(derived)]);
  const missing = namedColumns(result.data).filter((column) => !known.has(column));
  if (missing.length) throw bad(`columns named but not declared: ${[...new Set(missing)].join(', ')}`);
  const missed = Object.keys(constants).filter((id) => constants[id] === null && columns[id]?.required);
  if (missed.length) throw bad(`required columns cannot be constantly nothing: ${missed.join(', ')}`);
  if (typeof only === 'string' && !(columns[only]?.type === 'enum' && columns[only].required)) {
    throw bad(`\`only\` needs a required enum column, and ${only} is none`);
  }
  const { origin, reader } = result.data;
  if (origin.kind === 'http' && origin.paging && (origin.follow || reader.kind !== 'json')) {
    throw bad(
      '`paging` is for an answer in JSON (`reader: { kind: json }`), and not for pages that are followed',
    );
  }
  const keyed = objectCatalogue().get(object);
  if (keyed && keyed.key.join() !== result.data.key.join()) {
    throw bad(`the key of ${object} is ${keyed.key.join(', ')}: its table knows its rows by no other`);
  }
  if (result.data.object !== OBSERVATION) return result.data;
  if (!(result.data.period && result.data.observations.length)) {
    throw bad('a source of observations needs `period` and `observations`');
  }
  const key = result.data.key.length
    ? result.data.key
    : [...new Set([...periodColumns(result.data), ...seriesColumns(result.data)])];
  return { ...result.data, key };
}

/** The columns that say which days a record is about, the last day first. */
function periodColumns({ period }: Pick<Source, 'period'>): string[] {
  if (!period) return [];
  return 'of' in period ? [period.of] : [period.end];
}

/** The columns whose values are part of series codes. */
function seriesColumns({ observations }: Pick<Source, 'observations'>): string[] {
  return observations.flatMap(({ series }) =>
    [...series.matchAll(/\{([a-z0-9_]+)\}/g)].map(([, column = '']) => column),
  );
}

/** Every column that a part of the source names. */
function namedColumns(source: Source): string[] {
  const { columns, only, period, totals } = source;
  return [
    ...source.key,
    ...source.rules.flatMap((rule) => rule.columns),
    ...(totals ? [totals.column, totals.by, ...totals.sum] : []),
    ...periodColumns(source),
    ...(period && 'start' in period && period.start ? [period.start] : []),
    ...seriesColumns(source),
    ...source.observations.flatMap((one) => [one.value, one.change ?? [], one.change_pct ?? []].flat()),
    ...[source.base, source.note, source.sentence].flatMap((column) => column ?? []),
    ...Object.keys(source.constants),
    ...(only ? [typeof only === 'string' ? only : only.column] : []),
    ...(source.continuation?.columns ?? []),
    ...Object.values(columns).flatMap((column) => ('unit_column' in column && column.unit_column) || []),
  ];
}

/**
 * All sources, by id, in the order in which a run takes them (accounts before the rows that refer to them): the shipped
 * ones, and those of the installation; one of the installation takes the place of a shipped one with the same id.
 * @throws CoalfaceError `bad_source`; `duplicate_source` if two files of one folder have the same id
 */
export async function loadSources(home?: Home): Promise<Map<string, Source>> {
  const shipped = await sourcesIn(SOURCES_DIR);
  const own = home ? await sourcesIn(home.sources) : [];
  const byId = new Map([...shipped, ...own].map((one) => [one.id, one]));
  return new Map([...byId.values()].sort((a, b) => turn(a) - turn(b)).map((one) => [one.id, one]));
}

async function sourcesIn(dir: string): Promise<Source[]> {
  const names = await readdir(dir).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  const sources: Source[] = [];
  for (const file of names.filter((one) => one.endsWith('.yaml')).sort()) {
    const one = parseSource(await readFile(path.join(dir, file), 'utf8'), path.join(dir, file));
    if (sources.some(({ id }) => id === one.id)) {
      throw new CoalfaceError('duplicate_source', `two source files have the id ${one.id}`, {
        where: { file: path.join(dir, file), source: one.id },
        hint: 'give one of them another id',
      });
    }
    sources.push(one);
  }
  return sources;
}

/** Customers come before the rows that name them, what is large comes last. */
function turn(source: Source): number {
  return { account: 0, delivery: 2, [OBSERVATION]: 3 }[source.object] ?? 1;
}

/** The object of data/objects whose rows a source holds; undefined for observations. */
export function catalogueObjectOf(source: Source): CatalogueObject | undefined {
  return objectCatalogue().get(source.object);
}

/** A source by id. @throws CoalfaceError `unknown_source` naming those there are */
export function sourceOf(all: ReadonlyMap<string, Source>, id: string): Source {
  const found = all.get(id);
  if (found) return found;
  throw new CoalfaceError('unknown_source', `there is no source ${id}`, {
    hint: `known sources: ${[...all.keys()].join(', ')}`,
  });
}
