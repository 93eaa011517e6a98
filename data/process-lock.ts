import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CoalfaceError } from './errors.ts';

const SQLITE_BUSY = 5;

/**
 * A lock of the operating system that dies with its process, however it ends. Node has none of its own: it is the
 * exclusive lock of SQLite on a file that holds nothing.
 */
export class ProcessLock {
  readonly #file: string;
  #held: DatabaseSync | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** Take the lock if nobody has it. @returns whether this holds it now @throws CoalfaceError `lock_unusable` */
  hold(): boolean {
    if (this.#held) return true;
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(this.#file);
      database.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      database?.close();
      if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return false;
      throw new CoalfaceError('lock_unusable', 'the lock file cannot be used', {
        cause: error,
        where: { file: this.#file },
      });
    }
    this.#held = database;
    return true;
  }

  release(): void {
    this.#held?.close();
    this.#held = undefined;
  }
}

/** Whether a process, this one included, holds the lock. @throws CoalfaceError `lock_unusable` */
export function isHeld(file: string): boolean {
  if (!existsSync(file)) return false;
  const lock = new ProcessLock(file);
  const free = lock.hold();
  lock.release();
  return !free;
}
