import { readFileSync } from 'node:fs';
import { systemCode } from './errors.ts';

/** Whether there is a process of this id; one of another user counts. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

/**
 * Whether a process holds a file locked for writing, as the writer of a warehouse always does.
 * @param locks the locks of the machine as Linux lists them; default those of now
 * @returns undefined where the system does not tell
 */
export function holdsWriteLock(pid: number, locks: string | undefined = systemLocks()): boolean | undefined {
  return locks
    ?.split('\n')
    .some((line) => /^\d+:\s+POSIX\s+ADVISORY\s+WRITE\s+(\d+)\s/.exec(line)?.[1] === String(pid));
}

function systemLocks(): string | undefined {
  try {
    return readFileSync('/proc/locks', 'utf8');
  } catch {
    // no Linux, or a container that hides it
    return undefined;
  }
}
