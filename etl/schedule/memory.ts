import { z } from 'zod';
import { CoalfaceError } from '../../data/errors.ts';
import { DUCKDB_MEMORY } from '../../data/warehouse.ts';

/** Environment: how much memory a scheduled run may take, in MiB; default 60 % of the machine's, 10 GiB at most. */
export const RUN_MEMORY = 'COALFACE_RUN_MEMORY_MIB';

/** Code, stacks, thread pool, buffers outside V8's heap, and the results that DuckDB hands over. */
const BESIDES_MIB = 256;
const setting = z.coerce.number().int().min(1024);

/** The memory of a run, in MiB. */
export interface RunMemory {
  /** heap of V8 */
  heap: number;
  /** DuckDB's buffers */
  duckdb: number;
}

/**
 * How the memory of a run is shared out. The two that take it are capped each by itself: V8 aborts at the end of its heap,
 * DuckDB goes on to disk. A cap of the address space (`prlimit --as`) measures something else: a process that has only
 * loaded DuckDB reserves 1.8 GiB and uses 0.1, and under a cap of 1 GiB Node does not even start.
 * @param machineBytes memory of the machine
 * @throws CoalfaceError `bad_memory_limit`
 */
export function runMemory(env: NodeJS.ProcessEnv, machineBytes: number): RunMemory {
  const set = env[RUN_MEMORY];
  const wanted = set ? setting.safeParse(set) : null;
  if (wanted?.success === false) {
    throw new CoalfaceError('bad_memory_limit', `${RUN_MEMORY} is not a number of MiB from 1024: ${set}`);
  }
  const whole = wanted?.data ?? Math.max(1024, Math.min(10 * 1024, (0.6 * machineBytes) / 1024 ** 2));
  const heap = Math.round(Math.min(4096, Math.max(512, whole / 5)));
  return { heap, duckdb: Math.floor(whole - heap - BESIDES_MIB) };
}

/** How a run is told of its memory. */
export function memoryOf({ heap, duckdb }: RunMemory): { execArgv: string[]; env: NodeJS.ProcessEnv } {
  return { execArgv: [`--max-old-space-size=${heap}`], env: { [DUCKDB_MEMORY]: String(duckdb) } };
}
