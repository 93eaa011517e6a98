import { afterAll, beforeAll, expect, test } from 'vitest';
import { openQueryPool, type QueryPool } from '../engine/pool.ts';
import { parameterTypes } from '../engine/parameters.ts';
import { loadQueries } from '../engine/query-file.ts';
import { fillDemo } from '../testing/demo-rows.ts';
import { publishRows, temporaryHome } from '../testing/warehouse-fixture.ts';
import { SandboxPool } from './sandbox-pool.ts';
import { ask } from './testing/ask.ts';

const queries = await loadQueries();

let pool: QueryPool;
let sandbox: SandboxPool;
let remove: () => Promise<void>;
beforeAll(async () => {
  const made = await temporaryHome();
  remove = made.remove;
  await publishRows(made.home, fillDemo);
  pool = await openQueryPool(made.home, queries);
  sandbox = new SandboxPool(made.home);
});
afterAll(async () => {
  await sandbox.close();
  await pool.close();
  await remove();
});

test.each([...queries.keys()])(
  '%s passes the gate with its default parameters, and gives the same rows',
  async (id) => {
    const query = queries.get(id);
    if (!query) throw new Error(id);
    const answered = await pool.run(id);
    const { columns, end } = await ask(sandbox, query.sql, {
      snapshot: answered.snapshot,
      values: answered.params,
      types: parameterTypes(query),
    });
    expect(columns.map(({ name }) => name)).toEqual(Object.keys(query.columns));
    expect([end.rows, end.truncated]).toEqual([answered.rowCount, false]);
  },
);
