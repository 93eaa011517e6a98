import type { DuckDBConnection } from '@duckdb/node-api';
import { count } from '../../data/duck.ts';
import type { Home } from '../../data/home.ts';
import { landedWithout } from './landed-without.ts';
import { UnloadedFiles } from './unloaded.ts';

/**
 * If the warehouse holds nothing, because it is new or took the place of a damaged one, let all that has landed wait to be
 * loaded: neither the inbox nor the web may offer it again.
 * @throws CoalfaceError `bad_receipt`, `state_unreadable`
 */
export async function rebuildIfEmpty(
  connection: DuckDBConnection,
  home: Home,
  now: () => Date,
): Promise<void> {
  if ((await count(connection, 'SELECT count(*) FROM meta.load')) > 0) return;
  const landed = await landedWithout(home, new Set(), now);
  const waiting = new UnloadedFiles(home);
  try {
    waiting.add(landed.map(({ id, source }) => ({ file: id, source })));
  } finally {
    waiting.close();
  }
}
