import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Home } from './home.ts';
import { readState } from './state-reader.ts';

/** What a token allows: `read`: snapshots, runs, schema and the query library; `sql`: free SQL too. */
export const TOKEN_SCOPES = ['read', 'sql'] as const;
/** What a token allows. */
export type TokenScope = (typeof TOKEN_SCOPES)[number];

const tokenRow = z.strictObject({
  name: z.string(),
  scope: z.enum(TOKEN_SCOPES),
  created_at: z.string(),
  created_by: z.string(),
  expires_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
  revoked_by: z.string().nullable(),
});

/** A token of the API, without its secret, which nobody has but its holder. Times are ISO 8601 instants. */
export type ApiToken = z.infer<typeof tokenRow>;

const COLUMNS = 'name, scope, created_at, created_by, expires_at, revoked_at, revoked_by';

/** What of a secret is kept. It has 256 random bits, so a plain digest cannot be guessed back. */
export function tokenDigest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** The tokens of the API, as anybody may read them. */
export class ApiTokenReader {
  protected readonly db: DatabaseSync;

  /** @param database `state.sqlite` with the table of tokens */
  constructor(database: DatabaseSync) {
    this.db = database;
  }

  close(): void {
    this.db.close();
  }

  /** All tokens, also those that hold no more, oldest first. */
  tokens(): ApiToken[] {
    const rows = this.db.prepare(`SELECT ${COLUMNS} FROM api_token ORDER BY id`).all();
    return rows.map((row) => tokenRow.parse(row));
  }

  /** The token of a secret, or null if there is none, it was revoked, or it has expired. */
  holder(secret: string, now: Date): ApiToken | null {
    const row = this.db.prepare(`SELECT ${COLUMNS} FROM api_token WHERE digest = ?`).get(tokenDigest(secret));
    const token = row && tokenRow.parse(row);
    return token && holds(token, now) ? token : null;
  }
}

/** Whether a token is good at an instant. */
export function holds({ expires_at, revoked_at }: ApiToken, now: Date): boolean {
  return revoked_at === null && (expires_at === null || now < new Date(expires_at));
}

/**
 * The token of a secret in an installation, or null if none is good.
 * @throws CoalfaceError `state_unreadable`
 */
export function holderOf(home: Home, secret: string, now: Date): ApiToken | null {
  const database = readState(home, 'api_token');
  if (!database) return null;
  const reader = new ApiTokenReader(database);
  try {
    return reader.holder(secret, now);
  } finally {
    reader.close();
  }
}
