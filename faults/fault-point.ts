import { FAULT_POINTS, type FaultPoint } from '../data/fault-point.ts';

export { FAULT_POINTS, type FaultPoint };

const CODES = { ENOSPC: 'no space left on device', EROFS: 'read-only file system' } as const;

/** What happens at a point: the process is killed, or the file system refuses. */
export type FaultKind = 'kill' | keyof typeof CODES;

let reached = 0;

/**
 * Fail at the point that `COALFACE_FAULT=name:kind:nth` names, when it is reached for the nth time.
 * @throws Error with the code of the kind, as the file system throws it
 */
export function faultPoint(name: FaultPoint): void {
  const [wanted, kind, nth] = (process.env['COALFACE_FAULT'] ?? '').split(':');
  if (wanted !== name || ++reached !== Number(nth)) return;
  if (kind === 'kill') process.kill(process.pid, 'SIGKILL');
  const code = kind as keyof typeof CODES;
  throw Object.assign(new Error(`${code}: ${CODES[code]}, at ${name}`), { code });
}
