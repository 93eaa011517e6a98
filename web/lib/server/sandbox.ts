import { homeAt } from '../../../data/home.ts';
import { SandboxPool } from '../../../queries/sandbox/sandbox-pool.ts';
import { queryPool } from './pool.ts';

let pool: SandboxPool | undefined;
let stopFollowing = () => {};

/** The processes for free SQL of this server. */
export function sandbox(): SandboxPool {
  pool ??= new SandboxPool(homeAt());
  return pool;
}

/** Have a process ready for the snapshot in service, now and after each swap. */
export async function openSandbox(): Promise<void> {
  const queries = await queryPool();
  stopFollowing = queries.onSwap(({ id }) => sandbox().warm(id));
  const now = queries.snapshot();
  if (now) sandbox().warm(now.id);
}

/** End the processes, when the server ends. */
export async function closeSandbox(): Promise<void> {
  stopFollowing();
  await pool?.close();
  pool = undefined;
}
