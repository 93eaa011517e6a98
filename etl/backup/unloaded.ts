import type { DatabaseSync } from 'node:sqlite';
import type { Home } from '../../data/home.ts';
import { openState } from '../state-database.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS unloaded_file (
    position INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL UNIQUE, source TEXT NOT NULL) STRICT;
`;

/**
 * Landed files that a restored or a new warehouse does not hold although nobody may offer them again: in `state.sqlite`, so that
 * they wait until a run has loaded them.
 */
export class UnloadedFiles {
  readonly #db: DatabaseSync;

  /** @throws CoalfaceError `state_unreadable` */
  constructor(home: Home) {
    this.#db = openState(home, SCHEMA);
  }

  close(): void {
    this.#db.close();
  }

  /** Remember files in the order in which they are to be loaded. */
  add(files: Iterable<{ file: string; source: string }>): void {
    const insert = this.#db.prepare('INSERT OR IGNORE INTO unloaded_file (file, source) VALUES (?, ?)');
    for (const { file, source } of files) insert.run(file, source);
  }

  /** The receipt ids of a source that wait, in order. */
  of(source: string): string[] {
    return this.#db
      .prepare('SELECT file FROM unloaded_file WHERE source = ? ORDER BY position')
      .all(source)
      .map((row) => String(row['file']));
  }

  /** Strike a file off: it has been loaded. */
  strike(file: string): void {
    this.#db.prepare('DELETE FROM unloaded_file WHERE file = ?').run(file);
  }
}

/** The landed files of a source that the warehouse has still to load, in order. */
export function unloadedFiles(home: Home, source: string): string[] {
  const unloaded = new UnloadedFiles(home);
  try {
    return unloaded.of(source);
  } finally {
    unloaded.close();
  }
}

/** Strike off the files that have been loaded since. */
export function strikeLoaded(home: Home, files: Iterable<string>): void {
  const unloaded = new UnloadedFiles(home);
  try {
    for (const file of files) unloaded.strike(file);
  } finally {
    unloaded.close();
  }
}
