import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../../data/duck.ts';
import { isActive, type Decision } from './decision.ts';
import { readEvidence } from './evidence.ts';
import type { AccountLedger } from './ledger.ts';
import { nameIndex } from './name-index.ts';
import { accountItems } from './review-accounts.ts';
import { speaksOf, type ReviewItem } from './review-item.ts';
import { pairItems, type PendingPair } from './review-pairs.ts';

/**
 * Find what should be looked at – rows kept aside for their customer, accounts that look like one, wrong codes – and put
 * it into the ledger. The same data and decisions give the same queue.
 * @returns how many items are open
 */
export async function reviewAccounts(connection: DuckDBConnection, ledger: AccountLedger): Promise<number> {
  const evidence = await readEvidence(connection);
  const decisions = evidence.decisions.filter(isActive);
  const pending = await rows<PendingPair>(
    connection,
    `SELECT code, name, reason, sum(row_count)::INTEGER AS rows, count(DISTINCT file)::INTEGER AS files,
       min(first_day)::VARCHAR AS first, max(last_day)::VARCHAR AS last
     FROM crm.account_pending GROUP BY code, name, reason ORDER BY rows DESC, code, name, reason`,
  );
  const apart = (item: ReviewItem) => decisions.some((one) => one.kind === 'separate' && speaksOf(one, item));
  const found = [
    ...(await pairItems(connection, pending, evidence, nameIndex(evidence), apart)),
    ...(await accountItems(connection, evidence)),
  ];
  const items = found.map((item) => ({
    ...item,
    status: apart(item) ? ('rejected' as const) : ('open' as const),
  }));
  ledger.review(items, (item) => settledBy(decisions, item));
  return items.filter((item) => item.status === 'open').length;
}

function settledBy(decisions: readonly Decision[], item: ReviewItem): 'accepted' | 'rejected' | 'superseded' {
  const one = decisions.find((decision) => speaksOf(decision, item));
  if (!one) return 'superseded';
  return one.kind === 'separate' ? 'rejected' : 'accepted';
}
