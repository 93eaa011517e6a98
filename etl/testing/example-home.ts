import { read, utils } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rows } from '../../data/duck.ts';
import { homeAt, type Home } from '../../data/home.ts';
import { loadSources, parseSource, sourceOf, type Source } from '../../data/source-file.ts';
import { openWarehouse } from '../../data/warehouse.ts';
import type { LoadCounts } from '../load/load.ts';
import type { RunOutcome } from '../run-outcome.ts';
import { runEtl } from '../run.ts';
import { tryFile, type Trial } from '../try.ts';

const ROOT = new URL('../../', import.meta.url);
const EXAMPLES = fileURLToPath(new URL('docs/examples/', ROOT));
/** The public files that the examples load; they are no part of the project. */
const SAMPLES = process.env['COALFACE_SAMPLES'] ?? fileURLToPath(new URL('../shared/samples', ROOT));

/** Whether the public files are there, and what a test that needs them says if they are not. */
export const PUBLIC_FILES = existsSync(SAMPLES)
  ? { absent: false, note: '' }
  : { absent: true, note: ' (skipped: no public files in COALFACE_SAMPLES or ../shared/samples)' };

/** Path of a public file. */
export function samplePath(name: string): string {
  return path.join(SAMPLES, name);
}

/** The records of a public CSV file, by a reader that is not the product's. */
export function csvRecords(name: string): Record<string, string>[] {
  return parse(readFileSync(samplePath(name)), { columns: true, bom: true });
}

/** The rows of the first sheet of a public workbook below its header, as the cells' values. */
export function sheetRecords(name: string, headerRow: number): Record<string, string | number>[] {
  const book = read(readFileSync(samplePath(name)));
  return utils.sheet_to_json(book.Sheets[book.SheetNames[0] ?? ''] ?? {}, {
    range: headerRow - 1,
    defval: '',
  });
}

/** Every source file below docs/examples: its path and what it says. */
export async function exampleSources(): Promise<{ file: string; source: Source }[]> {
  const names = await readdir(EXAMPLES, { recursive: true });
  return names
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const file = path.join(EXAMPLES, name);
      return { file, source: parseSource(readFileSync(file, 'utf8'), name) };
    });
}

/** A run over public files in an installation made as docs/examples/README.md says. */
export interface ExampleRun {
  home: Home;
  outcome: RunOutcome;
  /** what became of a file; undefined if the source loaded none of that name */
  counts(source: string, file: string): LoadCounts | undefined;
  /** rows of the warehouse, all values as text */
  ask(sql: string): Promise<Record<string, string | null>[]>;
  trial(source: string, file: string): Promise<Trial>;
  remove(): Promise<void>;
}

/**
 * Copy the source files, drop public files into the inbox and run the sources that read them.
 * @param dropped public files by inbox folder
 * @param shipped ids of shipped sources to run too
 */
export async function runExamples(
  dropped: Record<string, string[]>,
  shipped: string[] = [],
): Promise<ExampleRun> {
  const home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-examples-')));
  const examples = (await exampleSources()).filter(
    ({ source }) => source.origin.kind === 'files' && source.origin.folder in dropped,
  );
  await mkdir(home.sources, { recursive: true });
  for (const { file } of examples) await copyFile(file, path.join(home.sources, path.basename(file)));
  for (const [folder, names] of Object.entries(dropped)) {
    await mkdir(path.join(home.inbox, folder), { recursive: true });
    for (const name of names)
      await copyFile(samplePath(name), path.join(home.inbox, folder, path.basename(name)));
  }
  const outcome = await runEtl({
    home,
    sources: [...shipped, ...examples.map(({ source }) => source.id)],
    now: () => new Date('2026-06-01T00:00:00Z'),
    progress: () => {},
  });
  return {
    home,
    outcome,
    counts: (source, file) =>
      outcome.files.find((one) => one.source === source && file.endsWith(`/${one.name}`))?.counts,
    async ask(sql) {
      const { connection, close } = await openWarehouse(home);
      try {
        return await rows(connection, `SELECT COLUMNS(*)::VARCHAR FROM (${sql})`);
      } finally {
        close();
      }
    },
    trial: async (source, file) => tryFile(home, sourceOf(await loadSources(home), source), samplePath(file)),
    remove: () => rm(home.root, { recursive: true, force: true }),
  };
}

/** All that became of a file; what is not named is 0. */
export function counted(counts: Partial<LoadCounts>): LoadCounts {
  return { read: 0, inserted: 0, updated: 0, unchanged: 0, quarantined: 0, furniture: 0, ...counts };
}
