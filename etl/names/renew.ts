import type { DuckDBConnection } from '@duckdb/node-api';
import type { Home } from '../../data/home.ts';
import { readAliases } from './alias-file.ts';
import { AccountLedger } from './ledger.ts';
import { reresolve } from './reresolve.ts';
import { filesToRestage } from './restage.ts';
import { reviewAccounts } from './review.ts';

/** What the steps on account names are given. */
export interface NamesAt {
  connection: DuckDBConnection;
  home: Home;
  run: string;
  now: () => Date;
}

/**
 * Bring the warehouse to what accounts, the alias file and the decisions say now. To be called when the accounts of a
 * run are loaded and before the rows that refer to them.
 * @returns the landed files that must be staged and loaded again before any others
 * @throws CoalfaceError `bad_alias_file`, `state_unreadable`; nothing is changed then
 */
export async function renewAccounts({
  connection,
  home,
  run,
  now,
}: NamesAt): Promise<{ file: string; source: string }[]> {
  const aliases = await readAliases(home);
  const ledger = new AccountLedger(home, now);
  try {
    await reresolve(connection, home, { aliases, decisions: ledger.decisions() }, run, now());
  } finally {
    ledger.close();
  }
  return filesToRestage(connection);
}

/** Find anew what should be looked at. To be called when the marts are built. @returns how many items are open */
export async function renewReview({ connection, home, now }: NamesAt): Promise<number> {
  const ledger = new AccountLedger(home, now);
  try {
    return await reviewAccounts(connection, ledger);
  } finally {
    ledger.close();
  }
}
