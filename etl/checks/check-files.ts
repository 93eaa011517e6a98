import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { checkFile, type Check } from '../../data/check-schema.ts';
import { CoalfaceError, systemCode } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { projectRoot } from '../../data/project.ts';
import type { Source } from '../../data/source-file.ts';

/** A check and where it comes from. */
export interface DeclaredCheck {
  check: Check;
  /** the source, or the file of checks, under which it is shown */
  group: { id: string; zh: string; en: string };
  /** the place that faults name */
  where: { file: string } | { source: string };
  /** of a check in SQL: its statement */
  select: string | null;
}

/** A fault of a check. @returns a CoalfaceError `bad_check` that names it and its file */
export function badCheck({ check, where }: DeclaredCheck, message: string, cause?: unknown): CoalfaceError {
  return new CoalfaceError('bad_check', `${check.id}: ${message}`, {
    cause,
    where,
    hint: 'docs/checks.md says how a check is written',
  });
}

/**
 * All checks, in the order in which they run: those of data/checks, those of the sources, those of the installation. One
 * of the installation takes the place of another with the same id.
 * @throws CoalfaceError `bad_check` naming the file and every key that is wrong, `duplicate_check`
 */
export async function loadChecks(
  home: Home | undefined,
  sources: ReadonlyMap<string, Source>,
): Promise<DeclaredCheck[]> {
  const shipped = await checksIn(path.join(projectRoot(), 'data', 'checks'));
  const ofSources = [...sources.values()].flatMap(checksOf);
  const own = home ? await checksIn(home.checks) : [];
  const byId = new Map([...distinct([...shipped, ...ofSources]), ...distinct(own)]);
  for (const declared of byId.values()) {
    const named = sourceOf(declared.check);
    if (named === undefined) throw badCheck(declared, 'needs `source`');
    if (named !== null && !sources.has(named)) {
      throw badCheck(declared, `there is no source ${named}; known: ${[...sources.keys()].join(', ')}`);
    }
  }
  return [...byId.values()];
}

function distinct(all: readonly DeclaredCheck[]): Map<string, DeclaredCheck> {
  const byId = new Map<string, DeclaredCheck>();
  for (const declared of all) {
    if (byId.has(declared.check.id)) {
      throw new CoalfaceError('duplicate_check', `two checks have the id ${declared.check.id}`, {
        where: declared.where,
        hint: 'give one of them another id',
      });
    }
    byId.set(declared.check.id, declared);
  }
  return byId;
}

/** The source that a check names; null: it is about none. */
function sourceOf(check: Check): string | null | undefined {
  if (check.kind === 'rows_vs_history') return check.source;
  if (check.kind === 'freshness' && typeof check.by === 'object' && 'calendar' in check.by)
    return check.by.calendar;
  return null;
}

function checksOf(source: Source): DeclaredCheck[] {
  return source.checks.map((check) => ({
    check: check.kind === 'rows_vs_history' ? { source: source.id, ...check } : check,
    group: { id: source.id, ...source.title },
    where: { source: source.id },
    select: null,
  }));
}

async function checksIn(dir: string): Promise<DeclaredCheck[]> {
  const names = await readdir(dir).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  const found: DeclaredCheck[] = [];
  for (const name of names.filter((one) => one.endsWith('.yaml')).sort())
    found.push(...(await checksOfFile(path.join(dir, name))));
  return found;
}

async function checksOfFile(file: string): Promise<DeclaredCheck[]> {
  const bad = (message: string, cause?: unknown) =>
    new CoalfaceError('bad_check', message, {
      cause,
      where: { file },
      hint: 'docs/checks.md says how a check is written',
    });
  let raw: unknown;
  try {
    raw = parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw bad('the file of checks is not valid YAML', error);
  }
  const result = checkFile.safeParse(raw);
  if (!result.success) throw bad(z.prettifyError(result.error));
  const { title, checks } = result.data;
  const group = { id: path.basename(file, '.yaml'), ...title };
  return Promise.all(
    checks.map(async (check) => ({
      check,
      group,
      where: { file },
      select:
        check.kind === 'sql'
          ? await readFile(path.join(path.dirname(file), check.file), 'utf8').catch((error: unknown) => {
              throw bad(`${check.id}: its ${check.file} cannot be read`, error);
            })
          : null,
    })),
  );
}
