import type { DatabaseSync } from 'node:sqlite';
import type { Home } from '../../data/home.ts';
import { openState } from '../state-database.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS fetched (
    source TEXT NOT NULL, method TEXT NOT NULL, url TEXT NOT NULL, role TEXT NOT NULL, etag TEXT, last_modified TEXT,
    receipt TEXT, announced TEXT, PRIMARY KEY (source, method, url)) STRICT;
  CREATE TABLE IF NOT EXISTS list_walk (source TEXT PRIMARY KEY, url TEXT NOT NULL, pages INTEGER NOT NULL) STRICT;
`;
/** Installations from before pages were kept by source. */
const ADOPT = `
  BEGIN IMMEDIATE;
  INSERT OR IGNORE INTO fetched (source, method, url, role, etag, last_modified, receipt)
    SELECT source, 'get', url, CASE WHEN url LIKE '%/index.html' THEN 'list' ELSE 'page' END, etag, last_modified, receipt
    FROM page;
  DROP TABLE page;
  COMMIT;
`;

/** A page holds rows, a list (or feed) only leads to pages. */
export type PageRole = 'page' | 'list';

/** An address of a source, by its key: the address itself, or `sample:` and the path. */
export interface PageKey {
  source: string;
  method: 'get' | 'post';
  url: string;
}

/** What is known of an address that was fetched. */
export interface KnownPage {
  etag: string | null;
  lastModified: string | null;
  receipt: string;
}

/** A page that a list or a feed led to. */
export interface FoundPage {
  url: string;
  /** when it was published, if the list or feed says so */
  announced: Date | null;
}

/**
 * What was fetched from the web, in `state.sqlite`: the newest receipt of every address, pages that were found and not
 * yet fetched, and how far back lists were read.
 */
export class PageLedger {
  readonly #db: DatabaseSync;

  /** @throws CoalfaceError `state_unreadable` */
  constructor(home: Home) {
    this.#db = openState(home, SCHEMA);
    if (this.#db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'page'").get()) this.#db.exec(ADOPT);
  }

  close(): void {
    this.#db.close();
  }

  /** What is known of an address; undefined before it was fetched. */
  known({ source, method, url }: PageKey): KnownPage | undefined {
    return this.#db
      .prepare(
        `SELECT etag, last_modified AS lastModified, receipt FROM fetched
         WHERE source = ? AND method = ? AND url = ? AND receipt IS NOT NULL`,
      )
      .get(source, method, url) as KnownPage | undefined;
  }

  remember({ source, method, url }: PageKey, role: PageRole, page: KnownPage): void {
    this.#db
      .prepare(
        `INSERT OR REPLACE INTO fetched (source, method, url, role, etag, last_modified, receipt)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(source, method, url, role, page.etag, page.lastModified, page.receipt);
  }

  /** Remember pages that were found, oldest first, so that one which cannot be had now is fetched another time. */
  found(source: string, pages: readonly FoundPage[]): void {
    const insert = this.#db.prepare(
      "INSERT OR IGNORE INTO fetched (source, method, url, role, announced) VALUES (?, 'get', ?, 'page', ?)",
    );
    this.#db.exec('BEGIN IMMEDIATE');
    for (const { url, announced } of pages) insert.run(source, url, announced?.toISOString() ?? null);
    this.#db.exec('COMMIT');
  }

  /** Pages that were found and not yet fetched, in the order in which they were found. */
  waiting(source: string): FoundPage[] {
    return this.#db
      .prepare('SELECT url, announced FROM fetched WHERE source = ? AND receipt IS NULL ORDER BY rowid')
      .all(source)
      .map(({ url, announced }) => ({
        url: String(url),
        announced: announced === null ? null : new Date(String(announced)),
      }));
  }

  /** Forget a page that was found and is gone. */
  forget(source: string, url: string): void {
    this.#db.prepare('DELETE FROM fetched WHERE source = ? AND url = ? AND receipt IS NULL').run(source, url);
  }

  /** The addresses of all pages with rows that were fetched, with the ids of their newest receipts. */
  pages(source: string): { url: string; receipt: string }[] {
    return this.#db
      .prepare(
        "SELECT url, receipt FROM fetched WHERE source = ? AND role = 'page' AND receipt IS NOT NULL ORDER BY rowid",
      )
      .all(source)
      .map(({ url, receipt }) => ({ url: String(url), receipt: String(receipt) }));
  }

  /** How many list pages from this address on were once read to the last one wanted; 0: never so. */
  walked(source: string, url: string): number {
    const row = this.#db.prepare('SELECT pages FROM list_walk WHERE source = ? AND url = ?').get(source, url);
    return Number(row?.['pages'] ?? 0);
  }

  /** Remember that so many list pages were wanted, and all there are of them were read. */
  rememberWalk(source: string, url: string, pages: number): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO list_walk (source, url, pages) VALUES (?, ?, ?)')
      .run(source, url, pages);
  }
}
