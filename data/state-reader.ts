import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CoalfaceError } from './errors.ts';
import type { Home } from './home.ts';

/**
 * Open `state.sqlite` for reading; it never waits for the writer (WAL).
 * @param table a table that must be there
 * @returns null while nobody has written that table yet
 * @throws CoalfaceError `state_unreadable`
 */
export function readState(home: Home, table: string): DatabaseSync | null {
  if (!existsSync(home.state)) return null;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(home.state, { readOnly: true });
    database.exec('PRAGMA busy_timeout = 5000');
    const found = database
      .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?")
      .get(table);
    if (found) return database;
    database.close();
    return null;
  } catch (error) {
    database?.close();
    throw new CoalfaceError('state_unreadable', 'the state of the installation cannot be read', {
      cause: error,
      where: { file: home.state },
      hint: 'restore state.sqlite from the last backup; `coalface doctor` examines it',
    });
  }
}
