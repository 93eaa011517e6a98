import { quarantinedRowNumbers } from '../data/quarantine-rows.ts';
import type { QuarantineEntry } from '../data/quarantine-state.ts';
import type { RunOptions, RunOutcome } from './run-outcome.ts';
import { runEtl } from './run.ts';

/** What became of a file's rows in quarantine when it was read again. */
export interface Retried {
  file: string;
  file_name: string;
  source: string;
  before: number;
  after: number;
  /** numbers of the rows that left quarantine, at most a thousand */
  released: number[];
}

const MOST = 1000;

/**
 * Read the archived files of some quarantine entries again, by today's sources, synonyms, aliases and units, and load
 * what now fits; nothing new is asked for.
 * @throws what {@link runEtl} throws; `unknown_file`
 */
export async function retryQuarantine(
  entries: readonly QuarantineEntry[],
  options: Pick<RunOptions, 'home' | 'now' | 'progress' | 'waitMs'>,
): Promise<{ outcomes: RunOutcome[]; retried: Retried[] }> {
  const { home } = options;
  const before = new Map<string, number[]>();
  for (const entry of entries) before.set(entry.file, await quarantinedRowNumbers(home, entry.file));
  const outcomes: RunOutcome[] = [];
  for (const source of new Set(entries.map((entry) => entry.source))) {
    const files = entries.filter((entry) => entry.source === source).map((entry) => entry.file);
    outcomes.push(await runEtl({ ...options, sources: [source], replay: { files } }));
  }
  const retried: Retried[] = [];
  for (const { file, file_name, source } of entries) {
    const was = before.get(file) ?? [];
    const now = new Set(await quarantinedRowNumbers(home, file));
    const released = was.filter((row) => !now.has(row)).slice(0, MOST);
    retried.push({ file, file_name, source, before: was.length, after: now.size, released });
  }
  return { outcomes, retried };
}
