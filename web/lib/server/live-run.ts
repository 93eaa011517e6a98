import type { Home } from '../../../data/home.ts';
import { openJournalReader, type JournalReader } from '../../../data/journal-reader.ts';
import { rowsPerSecond } from '../../../data/journal-records.ts';
import { isUnderWay } from '../../../data/live-run.ts';
import type { LiveRun } from '../runs/live-run.ts';

/** The run under way and how far it is, or null. @param now clock */
export function liveRun(journal: JournalReader, now: () => Date): LiveRun | null {
  const run = journal.running().find(isUnderWay);
  if (!run) return null;
  return {
    run: run.id,
    sources: run.sources.split(' ').filter(Boolean),
    since: run.started_at,
    at: now().toISOString(),
    pid: run.pid,
    steps: journal.progress(run.id).map(({ step, source, done, total, rows, worked_ms: ms }) => ({
      step,
      source,
      done,
      total,
      rows,
      rowsPerSecond: rowsPerSecond(rows, ms),
    })),
  };
}

/**
 * Use the journal of an installation and close it.
 * @returns what `use` returns; `none` before the first run
 * @throws CoalfaceError `state_unreadable`
 */
export function withJournal<T>(home: Home, none: T, use: (journal: JournalReader) => T): T {
  const journal = openJournalReader(home);
  if (!journal) return none;
  try {
    return use(journal);
  } finally {
    journal.close();
  }
}
