import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { rows } from '../../data/duck.ts';
import { badCheck, type DeclaredCheck } from './check-files.ts';
import type { Catalogue } from './catalogue.ts';
import { controlTotal } from './kinds/control-total.ts';
import { drift } from './kinds/drift.ts';
import { freshness } from './kinds/freshness.ts';
import { notNullShare } from './kinds/not-null-share.ts';
import { reconciliation } from './kinds/reconciliation.ts';
import { references } from './kinds/references.ts';
import { rowsVsHistory } from './kinds/rows-vs-history.ts';
import { sql } from './kinds/sql.ts';
import { unique } from './kinds/unique.ts';
import type { Scope, Statement } from './statement.ts';

/**
 * The statement of a check.
 * @throws CoalfaceError `bad_check` for a table or column that there is not
 */
export function compileCheck(declared: DeclaredCheck, catalogue: Catalogue, scope: Scope): Statement {
  const { check, select } = declared;
  const at = { catalogue, scope, bad: (message: string) => badCheck(declared, message) };
  switch (check.kind) {
    case 'rows_vs_history':
      return rowsVsHistory(check, at);
    case 'control_total':
      return controlTotal(check, at);
    case 'unique':
      return unique(check, at);
    case 'references':
      return references(check, at);
    case 'not_null_share':
      return notNullShare(check, at);
    case 'freshness':
      return freshness(check, at);
    case 'reconciliation':
      return reconciliation(check, at);
    case 'drift':
      return drift(check, at);
    case 'sql':
      return sql(check, select ?? '', at);
  }
}

const parsed = z.object({
  error: z.boolean(),
  error_message: z.string().optional(),
  statements: z.array(z.unknown()).default([]),
});

/**
 * Refuse what cannot be asked before anything is loaded: unknown names, and in a file of SQL anything but one SELECT.
 * @throws CoalfaceError `bad_check`
 */
export async function verifyChecks(
  connection: DuckDBConnection,
  declared: readonly DeclaredCheck[],
  catalogue: Catalogue,
): Promise<void> {
  for (const one of declared) {
    const statement = compileCheck(one, catalogue, { runs: [''], months: null, now: new Date(0) });
    if (one.select === null) continue;
    const [found] = await rows<{ tree: string }>(
      connection,
      'SELECT json_serialize_sql($select::VARCHAR)::VARCHAR AS tree',
      {
        select: one.select,
      },
    );
    const { error, error_message: message, statements } = parsed.parse(JSON.parse(found?.tree ?? 'null'));
    if (error || statements.length !== 1)
      throw badCheck(one, `its SQL is not one SELECT${message ? `: ${message}` : ''}`);
    try {
      (await connection.prepare(statement.sql)).destroySync();
    } catch (cause) {
      throw badCheck(one, 'its SQL cannot be asked', cause);
    }
  }
}
