import { Counter, Gauge, type Registry } from 'prom-client';
import type { Home } from '../../../data/home.ts';
import { openCheckHistory } from '../../../data/check-history-reader.ts';
import { openJournalReader, type JournalReader } from '../../../data/journal-reader.ts';
import { holdNow } from '../../../data/snapshot-ledger-reader.ts';

/** Runs taken over from the journal at a time: what a scrape may cost at most. */
const AT_ONCE = 500;

/**
 * Metrics of what the journal tells: runs, rows, quarantine, files that cannot be read, the hold, checks. A run is counted once,
 * when it has ended; a scrape reads the runs since the last one only.
 * @returns brings the metrics up to date; throws CoalfaceError `state_unreadable`
 */
export function runMetrics(home: Home, registry: Registry): () => void {
  const registers = [registry];
  const runs = new Counter({
    name: 'coalface_runs_total',
    help: 'Runs that have ended, by how',
    labelNames: ['status'],
    registers,
  });
  const rows = new Counter({
    name: 'coalface_rows_total',
    help: 'Records that runs have loaded, by source and outcome',
    labelNames: ['source', 'outcome'],
    registers,
  });
  const last = new Gauge({
    name: 'coalface_last_run_timestamp_seconds',
    help: 'When the last run of a source with this status ended',
    labelNames: ['source', 'status'],
    registers,
  });
  const quarantine = new Gauge({
    name: 'coalface_quarantine_rows',
    help: 'Rows kept aside now',
    labelNames: ['source'],
    registers,
  });
  const unreadable = new Gauge({
    name: 'coalface_unreadable_files',
    help: 'Files that could not be read when they were last tried',
    labelNames: ['source'],
    registers,
  });
  const held = new Gauge({
    name: 'coalface_publishing_held',
    help: '1 while a rollback keeps runs from publishing',
    registers,
  });
  const failed = new Gauge({
    name: 'coalface_check_failed',
    help: '1 for a check of the last run that failed',
    labelNames: ['check', 'severity'],
    registers,
  });
  const standChecks = () => {
    const checks = openCheckHistory(home);
    failed.reset();
    try {
      for (const one of checks?.lastRun() ?? [])
        failed.set({ check: one.name, severity: one.severity }, one.failed ? 1 : 0);
    } finally {
      checks?.close();
    }
  };
  let counted = 0;
  const count = (journal: JournalReader) => {
    for (const run of journal.endedRuns(counted, AT_ONCE)) {
      counted = run.place;
      runs.inc({ status: run.status });
      for (const source of run.sources.split(' ').filter(Boolean))
        last.set({ source, status: run.status }, Date.parse(run.ended_at ?? run.started_at) / 1000);
      for (const { source, outcome, rows: n } of journal.loadedRows(run.id)) rows.inc({ source, outcome }, n);
    }
  };
  return () => {
    held.set(holdNow(home) ? 1 : 0);
    standChecks();
    const journal = openJournalReader(home);
    if (!journal) return;
    try {
      count(journal);
      quarantine.reset();
      for (const { source, rows: n } of journal.quarantine()) quarantine.inc({ source }, n);
      unreadable.reset();
      for (const { source } of journal.fileErrors()) unreadable.inc({ source });
    } finally {
      journal.close();
    }
  };
}
