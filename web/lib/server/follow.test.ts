import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Home } from '../../../data/home.ts';
import { pointTo } from '../../../data/publish.ts';
import { insertPortDays } from '../../../queries/testing/rows.ts';
import { publishRows, temporaryHome } from '../../../queries/testing/warehouse-fixture.ts';
import { endStreams, snapshotStream } from './events.ts';
import { closeQueryPool, queryPool } from './pool.ts';

let home: Home;
let remove: () => Promise<void>;
const ids: string[] = [];
const before = process.env['COALFACE_HOME'];

beforeAll(async () => {
  ({ home, remove } = await temporaryHome());
  process.env['COALFACE_HOME'] = home.root;
  for (const day of ['2012-06-17', '2012-06-18']) {
    const { id } = await publishRows(home, (connection) => insertPortDays(connection, [[day, 'QHD', 900]]), {
      asOf: day,
      now: new Date(`${day}T10:00:00Z`),
    });
    ids.push(id);
  }
});
afterAll(async () => {
  if (before === undefined) delete process.env['COALFACE_HOME'];
  else process.env['COALFACE_HOME'] = before;
  await remove();
});

test('the server follows CURRENT back to an older snapshot and tells every open page', async () => {
  const [older = '', newer = ''] = ids;
  const pool = await queryPool();
  const told = new Response(snapshotStream(pool)).text();
  expect((await pool.run('port_stock')).rowCount).toBe(2);
  pointTo(home, older);
  await expect.poll(() => pool.snapshot()?.id, { timeout: 10_000 }).toBe(older);
  expect(await pool.run('port_stock')).toMatchObject({ snapshot: older, rowCount: 1 });
  pointTo(home, newer);
  await expect.poll(() => pool.snapshot()?.id, { timeout: 10_000 }).toBe(newer);
  endStreams();
  expect((await told).match(/data: .*/g)).toEqual([newer, older, newer].map((id) => `data: ${id}`));
  await closeQueryPool();
});
