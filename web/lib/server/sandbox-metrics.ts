import { Counter, Gauge, type Registry } from 'prom-client';
import type { SandboxPool } from '../../../queries/sandbox/sandbox-pool.ts';

/**
 * Metrics of the processes for free SQL, counted from now on. Outcomes are codes of ours, so their number is bounded.
 * @returns brings the gauges up to date
 */
export function sandboxMetrics(sandbox: Pick<SandboxPool, 'load' | 'onEnd'>, registry: Registry): () => void {
  const registers = [registry];
  const running = new Gauge({
    name: 'coalface_sql_running',
    help: 'Sandboxed statements that run now',
    registers,
  });
  const waiting = new Gauge({
    name: 'coalface_sql_waiting',
    help: 'Sandboxed statements that wait for room',
    registers,
  });
  const ended = new Counter({
    name: 'coalface_sql_total',
    help: 'Sandboxed statements that have ended: answered, or by the code of their error',
    labelNames: ['outcome'],
    registers,
  });
  sandbox.onEnd((outcome) => ended.inc({ outcome }));
  return () => {
    const load = sandbox.load();
    running.set(load.running);
    waiting.set(load.waiting);
  };
}
