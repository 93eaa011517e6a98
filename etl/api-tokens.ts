import { randomBytes } from 'node:crypto';
import { ApiTokenReader, holds, tokenDigest, type TokenScope } from '../data/api-token-reader.ts';
import { CoalfaceError } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import { openState } from './state-database.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS api_token (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, digest TEXT NOT NULL UNIQUE, scope TEXT NOT NULL,
    created_at TEXT NOT NULL, created_by TEXT NOT NULL, expires_at TEXT, revoked_at TEXT, revoked_by TEXT) STRICT;
`;
const SECRET_BYTES = 32;
/** Lets scanners of repositories and logs find a token that was left there. */
const PREFIX = 'coalface_';

/** The tokens of the API, in `state.sqlite`: digests only. One that was revoked stays on record. */
export class ApiTokens extends ApiTokenReader {
  readonly #now: () => Date;

  /** @throws CoalfaceError `state_unreadable` */
  constructor(home: Home, now: () => Date) {
    super(openState(home, SCHEMA));
    this.#now = now;
  }

  /**
   * Make a token.
   * @returns its secret, which cannot be had again
   * @throws CoalfaceError `token_exists` while a good one has the name, `bad_expiry`
   */
  add(token: { name: string; scope: TokenScope; expires: string | null; by: string }): string {
    const { name, scope, expires, by } = token;
    const now = this.#now();
    if (expires !== null && new Date(expires) <= now) {
      throw new CoalfaceError('bad_expiry', `${expires} is over`, { hint: 'name an instant to come' });
    }
    if (this.tokens().some((one) => one.name === name && holds(one, now))) {
      throw new CoalfaceError('token_exists', `there is a token ${name} already`, {
        hint: `choose another name, or first: coalface tokens revoke ${name}`,
      });
    }
    const secret = PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
    this.db
      .prepare(
        'INSERT INTO api_token (name, digest, scope, created_at, created_by, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(name, tokenDigest(secret), scope, now.toISOString(), by, expires);
    return secret;
  }

  /** Make a token good no more, at once and for ever. @throws CoalfaceError `unknown_token` */
  revoke(name: string, by: string): void {
    const { changes } = this.db
      .prepare('UPDATE api_token SET revoked_at = ?, revoked_by = ? WHERE name = ? AND revoked_at IS NULL')
      .run(this.#now().toISOString(), by, name);
    if (changes === 0) {
      throw new CoalfaceError('unknown_token', `there is no token ${name} to revoke`, {
        hint: 'coalface tokens list',
      });
    }
  }
}
