import { homeAt } from '../../../data/home.ts';
import { SandboxPool } from '../../../queries/sandbox/sandbox-pool.ts';

let pool: SandboxPool | undefined;

/** The processes for free SQL of this server, made at the first call; `queryPool` warms them on each swap. */
export function sandboxPool(): SandboxPool {
  return (pool ??= new SandboxPool(homeAt()));
}

/** End them, when the server ends. */
export async function closeSandboxPool(): Promise<void> {
  const last = pool;
  pool = undefined;
  await last?.close();
}
