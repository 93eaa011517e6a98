import { Gauge, type Registry } from 'prom-client';
import { openDueLedgerReader } from '../../../data/due-ledger-reader.ts';
import type { Home } from '../../../data/home.ts';
import { schedulesRun } from './sources.ts';

/**
 * Metrics of the schedules: what waits, what is tried again, what rests, and whether anything runs them.
 * @returns brings the metrics up to date; throws CoalfaceError `state_unreadable`
 */
export function scheduleMetrics(home: Home, registry: Registry, now: () => Date): () => void {
  const gauge = <T extends string>(name: string, help: string, labelNames: T[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const waiting = gauge('coalface_schedule_waiting', 'Due entries that wait for their turn', ['source']);
  const retries = gauge('coalface_schedule_retries', 'Due entries that wait to be tried again', ['source']);
  const paused = gauge('coalface_schedule_paused', '1 while somebody has paused a source', ['source']);
  const running = gauge('coalface_schedule_running', '1 while a server runs the schedules', []);
  return () => {
    running.set(schedulesRun(home) ? 1 : 0);
    for (const one of [waiting, retries, paused]) one.reset();
    const ledger = openDueLedgerReader(home, now);
    if (!ledger) return;
    try {
      for (const { source, entries, retries: again } of ledger.waiting()) {
        waiting.set({ source }, entries);
        if (again > 0) retries.set({ source }, again);
      }
      for (const { source } of ledger.pauses()) paused.set({ source }, 1);
    } finally {
      ledger.close();
    }
  };
}
