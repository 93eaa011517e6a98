import type { DuckDBConnection } from '@duckdb/node-api';
import type { Logger } from 'pino';
import { count, rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { readCatalogue } from './catalogue.ts';
import type { DeclaredCheck } from './check-files.ts';
import { judge, type Judgement } from './judge.ts';
import { CheckLedger } from './ledger.ts';
import type { Scope } from './statement.ts';

/** What a run checks, and as which run it is recorded. */
export interface ChecksOfRun {
  home: Home;
  run: string;
  /** runs that are not published yet, this one included */
  unpublished: readonly string[];
  now: () => Date;
  log?: Logger | undefined;
  progress: (done: number, total: number) => void;
}

/**
 * Ask all checks of what is not published yet and record them; every failure is seen, not only the first. Months count
 * as checked once no error check fails.
 * @throws CoalfaceError `check_failed` naming every error check that failed; readers then keep the last good snapshot
 */
export async function runChecks(
  connection: DuckDBConnection,
  checks: readonly DeclaredCheck[],
  { home, run, unpublished, now, log, progress }: ChecksOfRun,
): Promise<Judgement[]> {
  const scope: Scope = { runs: unpublished, months: await rebuiltMonths(connection), now: now() };
  const judgements = await askAll(connection, checks, scope, progress);
  const ledger = new CheckLedger(home);
  try {
    ledger.record(run, judgements, now());
  } finally {
    ledger.close();
  }
  for (const { declared, detail } of judgements.filter(({ passed }) => !passed)) {
    const { id: name, severity } = declared.check;
    log?.[severity]({ run, name, severity, detail }, 'check failed');
  }
  const wrong = judgements.filter(({ passed, declared }) => !passed && declared.check.severity === 'error');
  if (wrong.length > 0) {
    throw new CoalfaceError(
      'check_failed',
      wrong.map(({ declared, detail }) => `${declared.check.id}: ${detail}`).join(' | '),
      {
        hint: 'nothing was published; the last good snapshot stays in service. Mend the data, or `coalface checks history CHECK` shows since when',
      },
    );
  }
  await connection.run('DELETE FROM meta.rebuilt');
  return judgements;
}

/** null before the first publication: then everything is judged, and so it is asked for as a whole. */
async function rebuiltMonths(connection: DuckDBConnection): Promise<Map<string, string[]> | null> {
  if ((await count(connection, 'SELECT count(*) FROM meta.publication')) === 0) return null;
  const found = await rows<{ subject: string; month: string }>(
    connection,
    'SELECT subject, month::VARCHAR AS month FROM meta.rebuilt ORDER BY ALL',
  );
  const bySubject = Map.groupBy(found, ({ subject }) => subject);
  return new Map([...bySubject].map(([subject, all]) => [subject, all.map(({ month }) => month)]));
}

/** Ask all checks, one after the other. @param progress called with checks done and in all */
export async function askAll(
  connection: DuckDBConnection,
  checks: readonly DeclaredCheck[],
  scope: Scope,
  progress: (done: number, total: number) => void,
): Promise<Judgement[]> {
  const catalogue = await readCatalogue(connection);
  const judgements: Judgement[] = [];
  for (const [done, declared] of checks.entries()) {
    progress(done, checks.length);
    judgements.push(await judge(connection, declared, catalogue, scope));
  }
  progress(checks.length, checks.length);
  return judgements;
}
