import { copyFileSync, readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CoalfaceError } from '../../data/errors.ts';
import { snapshotFile } from '../../data/snapshots.ts';
import { SandboxPool } from './sandbox-pool.ts';
import { ask } from './testing/ask.ts';
import { SNAPSHOT, snapshotHome } from './testing/snapshot.ts';

/** Runs until it is stopped, in many small steps. */
const ENDLESS =
  'SELECT count(*) FROM range(1000000) a, range(1000000) b, range(1000) c WHERE a.range % 7 = b.range % 11';
/** One step that does not look up for seconds. */
const DEAF = "SELECT levenshtein(repeat('a', 90000), repeat('b', 90000))";

let pool: SandboxPool;
let remove: () => Promise<void>;
beforeAll(async () => {
  const made = await snapshotHome(100_000);
  remove = made.remove;
  pool = new SandboxPool(made.home);
});
afterAll(async () => {
  await pool.close();
  await remove();
});

const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error instanceof CoalfaceError ? error.code : String(error)),
  );

test('rows, columns and the tables that were read', async () => {
  const { columns, reads, end, table } = await ask(
    pool,
    'SELECT account, sum(net_t) AS net_t FROM sales.delivery WHERE account IN ($one, $other) GROUP BY ALL ORDER BY ALL',
    { values: { one: '客户1', other: '客户2' } },
  );
  expect(columns).toEqual([
    { name: 'account', type: 'VARCHAR' },
    { name: 'net_t', type: 'DECIMAL(38,3)' },
  ]);
  expect([reads, end.rows, end.truncated]).toEqual([['sales.delivery'], 2, false]);
  expect(table.getChild('account')?.toArray()).toEqual(['客户1', '客户2']);
});

test.each([
  'DESCRIBE sales.delivery',
  'SUMMARIZE SELECT net_t FROM sales.latest',
  'SELECT sales.double(2)',
  "FROM sales.of_account('客户1')",
  'WITH recent AS (FROM sales.latest), again AS (FROM recent) SELECT count(*) FROM again',
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) FROM n',
  "FROM mart.port_day PIVOT (sum(stock_wt) FOR day IN (DATE '2026-01-01'))",
  'SELECT list_transform([1, 2], lambda x: x + 1), [n FOR n IN [1, 2] IF n > 1], {a: 1}.a, [1, 2][1]',
  "SELECT current_date, DATE '2026-01-01' + INTERVAL 1 MONTH, extract(year FROM now()), '客' || 'a' LIKE '客%'",
  "SELECT * EXCLUDE (id), COLUMNS('n.*') FROM sales.delivery QUALIFY row_number() OVER (PARTITION BY account) = 1",
  "SELECT account, median(net_t) FILTER (day > DATE '2026-02-01') FROM sales.delivery GROUP BY ROLLUP (account)",
  "FROM (VALUES (1, 'a'), (2, 'b')) AS v(n, t) ASOF JOIN (SELECT 1 AS n) AS o ON v.n >= o.n",
  "SELECT CASE WHEN EXISTS (FROM mart.port_day) THEN 1 END, TRY_CAST('x' AS INTEGER), coalesce(NULL, 1)",
  'FROM sales.delivery TABLESAMPLE 10 ROWS',
  "SELECT j->>'$.a' FROM (SELECT '{\"a\": 1}'::JSON AS j)",
])('an analyst may ask: %s', async (sql) => {
  expect((await ask(pool, sql)).columns.length).toBeGreaterThan(0);
});

test('values with a type are bound as it says', async () => {
  const { columns, table } = await ask(
    pool,
    'SELECT $day - INTERVAL 1 DAY AS before, $n AS n, $name AS name',
    {
      values: { day: '2026-03-01', n: 2, name: '2' },
      types: { day: 'date', n: 'integer', name: 'text' },
    },
  );
  expect(columns.map(({ type }) => type)).toEqual(['TIMESTAMP', 'INTEGER', 'VARCHAR']);
  expect([...table].map((row) => [row['n'], row['name']])).toEqual([[2, '2']]);
});

test('more rows than wanted are cut off, and it is said', async () => {
  const { end, table } = await ask(pool, 'SELECT i FROM range(1000000) t(i)', { rowLimit: 5000 });
  expect([end.rows, end.truncated, table.numRows]).toEqual([5000, true, 5000]);
});

test('a result that is too large ends by name', async () => {
  expect(
    await codeOf(ask(pool, "SELECT repeat('x', 1000) FROM range(100000)", { byteLimit: 1_000_000 })),
  ).toBe('sql_too_large');
});

test.each([
  ['SELECT a\n  FROM sales.delivry', 'sql_refused', 2, 8],
  ["SELECT 客户,\n read_text('x')", 'sql_refused', 2, 2],
  ['SELECT net_t +\nFROM sales.delivery', 'sql_syntax', 2, 1],
  ['SELECT 1,\n   nosuch FROM sales.delivery', 'sql_failed', 2, 4],
])('the place of a fault is told: %s', async (sql, code, line, character) => {
  const error = await ask(pool, sql).catch((fault: unknown) => fault as CoalfaceError);
  expect(error).toMatchObject({ code, where: { line, character } });
});

test('a table without its schema is found by name', async () => {
  await expect(ask(pool, 'FROM port_day')).rejects.toMatchObject({ hint: 'did you mean mart.port_day?' });
});

test('what is cancelled is answered at once, and the next question is not disturbed', async () => {
  for (const sql of [ENDLESS, DEAF]) {
    const controller = new AbortController();
    const asked = codeOf(ask(pool, sql, { signal: controller.signal }));
    await started(pool);
    controller.abort();
    expect(await asked).toBe('sql_cancelled');
    expect((await ask(pool, 'SELECT 42 AS n')).table.getChild('n')?.get(0)).toBe(42);
  }
});

test('what takes too long is stopped', async () => {
  expect(await codeOf(ask(pool, ENDLESS, { withinMs: 300 }))).toBe('sql_too_slow');
});

test.each([
  ["SELECT length(repeat('x', 4000000000))"],
  ["SELECT list(s) FROM (SELECT repeat('x', 10000) || i AS s FROM range(1000000) t(i))"],
  ['SELECT count(DISTINCT s) FROM (SELECT repeat(i::VARCHAR, 50) AS s FROM range(20000000) t(i))'],
])('what wants too much memory ends by name, and its neighbours go on: %s', async (sql) => {
  const [hog, ...neighbours] = await Promise.all([
    codeOf(ask(pool, sql)),
    ...Array.from({ length: 5 }, () => codeOf(ask(pool, 'SELECT sum(net_t) FROM sales.delivery'))),
  ]);
  expect(['sql_out_of_memory', 'sql_crashed', 'sql_failed']).toContain(hog);
  expect(neighbours).toEqual(Array(5).fill('answered'));
});

test('who does not take the rows stops the statement', async () => {
  const asked = pool.run(
    { snapshot: '20260618T013000000', sql: 'SELECT i FROM range(10000000) t(i)', values: {} },
    {
      columns: () => {},
      piece: () => Promise.reject(new Error('the client has gone')),
      plan: () => {},
    },
  );
  expect(await codeOf(asked)).toBe('sql_cancelled');
});

test('a process that is made ready takes the place of one that rests', async () => {
  const made = await snapshotHome();
  const other = new SandboxPool(made.home);
  for (const id of ['20260618T013000000', '20260618T013000001', '20260618T013000002', '20260618T013000003']) {
    if (id !== SNAPSHOT) copyFileSync(snapshotFile(made.home, SNAPSHOT), snapshotFile(made.home, id));
    other.warm(id);
  }
  await ask(other, 'SELECT 1', { snapshot: '20260618T013000003' });
  const left = readdirSync('/proc').filter((pid) => commandOf(pid).includes(made.home.root));
  expect(left.length).toBe(2);
  await other.close();
  await made.remove();
});

test('an unknown snapshot and too many waiting are named', async () => {
  expect(await codeOf(ask(pool, 'SELECT 1', { snapshot: '20200101T000000000' }))).toBe('unknown_snapshot');
  const controller = new AbortController();
  const many = Array.from({ length: 23 }, () => codeOf(ask(pool, ENDLESS, { signal: controller.signal })));
  const busy = await Promise.race(many);
  controller.abort();
  expect(busy).toBe('sql_busy');
  expect(new Set(await Promise.all(many))).toEqual(new Set(['sql_busy', 'sql_cancelled']));
});

test('the process of a statement knows nothing of our environment', async () => {
  process.env['COALFACE_TEST_SECRET'] = 'not for analysts';
  const made = await snapshotHome();
  const other = new SandboxPool(made.home);
  await ask(other, 'SELECT 1');
  const environments = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandOf(pid).includes(made.home.root))
    .map((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8'));
  delete process.env['COALFACE_TEST_SECRET'];
  expect(environments.length).toBe(1);
  expect(environments[0]).not.toMatch(/SECRET|HOME|USER/);
  await other.close();
  await made.remove();
});

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

async function started(of: SandboxPool): Promise<void> {
  await expect.poll(() => of.load().running, { timeout: 20_000 }).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 200));
}
