import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillDemo } from '../testing/demo-rows.ts';
import { publishRows, temporaryHome } from '../testing/warehouse-fixture.ts';
import { openQueryPool, type QueryPool } from './pool.ts';
import type { SnapshotSchema } from './snapshot-schema.ts';

let pool: QueryPool;
let remove: () => Promise<void>;
let schema: SnapshotSchema;
beforeAll(async () => {
  const made = await temporaryHome();
  remove = made.remove;
  await publishRows(made.home, fillDemo);
  pool = await openQueryPool(made.home);
  schema = await pool.schema();
});
afterAll(async () => {
  await pool.close();
  await remove();
});

test('tables have comments, rows and columns with types and units', () => {
  const delivery = schema.relations.find(({ name }) => name === 'sales.delivery');
  expect(delivery).toMatchObject({
    kind: 'table',
    comment: expect.stringMatching(/\p{Script=Han}/u) as string,
  });
  expect(delivery?.rows).toBeGreaterThan(1000);
  expect(delivery?.columns.find(({ name }) => name === 'net_t')).toMatchObject({
    type: expect.stringMatching(/^DECIMAL/) as string,
    unit: { zh: '吨', en: 't' },
    comment: expect.any(String) as string,
  });
});

test('every relation and macro of the snapshot is named once, each with its columns', () => {
  const names = schema.relations.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(schema.relations.filter(({ columns }) => columns.length === 0)).toEqual([]);
  expect(schema.relations.filter(({ kind, rows }) => (kind === 'view') !== (rows === null))).toEqual([]);
  expect(schema.macros.every(({ parameters }) => Array.isArray(parameters))).toBe(true);
});

test('that of a snapshot which is not kept is refused by name', async () => {
  await expect(pool.schema('20200101T000000000')).rejects.toMatchObject({ code: 'unknown_snapshot' });
});
