import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CoalfaceError } from '../../../data/errors.ts';
import type { Home } from '../../../data/home.ts';
import { openSnapshot, snapshotFile } from '../../../data/snapshots.ts';
import { SandboxPool } from '../sandbox-pool.ts';
import { ask } from '../testing/ask.ts';
import { SNAPSHOT, snapshotHome } from '../testing/snapshot.ts';
import { ATTACKS } from './attacks.ts';

let home: Home;
let pool: SandboxPool;
let remove: () => Promise<void>;
beforeAll(async () => {
  const made = await snapshotHome();
  ({ home, remove } = made);
  pool = new SandboxPool(made.home);
});
afterAll(async () => {
  await pool.close();
  await remove();
});

const codeOf = (sql: string) =>
  ask(pool, sql).then(
    () => 'answered',
    (error: unknown) => (error instanceof CoalfaceError ? error.code : String(error)),
  );

const all = Object.entries(ATTACKS).flatMap(([harm, list]) => list.map((sql) => ({ harm, sql })));

test.each(all)('refused, as it $harm: $sql', async ({ sql }) => {
  expect(['sql_refused', 'sql_syntax']).toContain(await codeOf(sql));
});

/** The same in other clothes: in parentheses, below a question, behind a comment, with other letters. */
const DISGUISES: readonly ((sql: string) => string)[] = [
  (sql) => `SELECT * FROM (${sql})`,
  (sql) => `WITH x AS (${sql}) FROM x`,
  (sql) => `SELECT 1 WHERE EXISTS (${sql})`,
  (sql) => `/* a question */ ${sql} -- of mine`,
  (sql) => `${sql} UNION ALL ${sql}`,
  (sql) => `DESCRIBE ${sql}`,
  (sql) => `EXPLAIN ${sql}`,
  (sql) => `SELECT 1;${sql}`,
  (sql) => sql.toUpperCase(),
  (sql) => sql.replaceAll(' ', '\n\t'),
];

test.each(DISGUISES.map((disguise, index) => ({ disguise, index })))(
  'refused in disguise $index',
  async ({ disguise }) => {
    const answered: string[] = [];
    for (const { sql } of all) {
      const code = await codeOf(disguise(sql));
      if (!['sql_refused', 'sql_syntax'].includes(code)) answered.push(`${code}: ${disguise(sql)}`);
    }
    expect(answered.filter((one) => !isHarmless(one))).toEqual([]);
  },
);

/** In some clothes an empty statement is a good question. */
function isHarmless(one: string): boolean {
  return /^answered: SELECT 1;\s*(--.*|\/\*.*\*\/|;)?\s*$/s.test(one);
}

test('a statement that is far too long or far too deep is refused', async () => {
  expect(await codeOf(`SELECT ${'1 + '.repeat(100_000)}1`)).toBe('sql_too_long');
  const nested = `SELECT ${'[1, '.repeat(900)}1${']'.repeat(900)}`;
  const below = `SELECT ${'(SELECT '.repeat(2000)}1${')'.repeat(2000)}`;
  for (const deep of [nested, below])
    expect(['sql_refused', 'sql_syntax', 'sql_crashed']).toContain(await codeOf(deep));
  expect(await codeOf('SELECT 1')).toBe('answered');
});

test('values are bound: what stands in them never becomes SQL', async () => {
  const nasty = [
    "'; DROP TABLE sales.delivery; --",
    "') UNION SELECT 1 --",
    '$$',
    "\\'",
    '煤',
    '"',
    '%',
    '\u0001',
  ];
  for (const value of nasty) {
    const { table } = await ask(pool, 'SELECT $v AS v', { values: { v: value } });
    expect(table.getChild('v')?.get(0)).toBe(value);
  }
});

test('after every attack the snapshot is as it was, nothing was written, and questions are answered', async () => {
  const { table } = await ask(pool, 'SELECT count(*)::INTEGER AS n, sum(net_t) AS t FROM sales.delivery');
  expect(table.getChild('n')?.get(0)).toBe(1000);
  expect(readdirSync(home.root)).toEqual(['snapshots']);
  expect(readdirSync(home.snapshots)).toEqual([path.basename(snapshotFile(home, SNAPSHOT))]);
});

test('the gate is the first wall, not the only one: behind it the engine itself refuses', async () => {
  const instance = await openSnapshot(snapshotFile(home, SNAPSHOT), {
    threads: 1,
    memory: '512MB',
    isolated: true,
  });
  const connection = await instance.connect();
  const still: string[] = [];
  for (const { harm, sql } of all) {
    if (harm !== 'reads files') continue;
    await connection.run(sql).then(
      () => still.push(sql),
      () => undefined,
    );
  }
  for (const sql of [
    "COPY (SELECT 1) TO '/tmp/coalface-attack.csv'",
    "EXPORT DATABASE '/tmp/coalface-attack'",
  ]) {
    await connection.run(sql).then(
      () => still.push(sql),
      () => undefined,
    );
  }
  connection.closeSync();
  instance.closeSync();
  expect(still).toEqual([]);
});

test('the attack list of the documentation is the one that is run', () => {
  const doc = readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8').replaceAll(
    / +/g,
    ' ',
  );
  const missing = Object.keys(ATTACKS).filter(
    (harm) => !doc.includes(`| ${harm} | ${ATTACKS[harm]?.length} |`),
  );
  expect(missing).toEqual([]);
});
