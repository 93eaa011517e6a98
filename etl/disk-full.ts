import { CoalfaceError, messageOf, systemCode } from '../data/errors.ts';
import type { Home } from '../data/home.ts';

/** As the file system, DuckDB and SQLite say it. */
const FULL = /no space left on device|database or disk is full/i;

/**
 * A full disk by its name: it may show first in any statement of DuckDB or SQLite. Every other error stays as it is, and so
 * does one that is already named.
 */
export function namedIfDiskFull(error: unknown, home: Home): unknown {
  if (error instanceof CoalfaceError) return error;
  if (systemCode(error) !== 'ENOSPC' && !FULL.test(messageOf(error))) return error;
  return new CoalfaceError('disk_full', 'there is no space left on the disk', {
    cause: error,
    where: { file: home.root },
    hint: 'nothing that was loaded is lost and readers keep the last good snapshot; free some space and run again',
  });
}
