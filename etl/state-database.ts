import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CoalfaceError } from '../data/errors.ts';
import type { Home } from '../data/home.ts';

/**
 * Open `state.sqlite` (WAL: readers and the writer do not wait for each other) and create the tables that are not there.
 * @param schema `CREATE TABLE IF NOT EXISTS` statements
 * @throws CoalfaceError `state_unreadable`
 */
export function openState(home: Home, schema: string): DatabaseSync {
  try {
    mkdirSync(path.dirname(home.state), { recursive: true });
    const database = new DatabaseSync(home.state);
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000; ${schema}`);
    return database;
  } catch (error) {
    throw new CoalfaceError('state_unreadable', 'the state of the installation cannot be opened', {
      cause: error,
      where: { file: home.state },
    });
  }
}
