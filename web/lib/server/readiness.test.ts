import { expect, test } from 'vitest';
import { writeFile } from 'node:fs/promises';
import { openQueryPool } from '../../../queries/engine/pool.ts';
import { publishRows, temporaryHome } from '../../../queries/testing/warehouse-fixture.ts';
import { readiness, startEnding } from './readiness.ts';

test('ready is who has a snapshot that answers and is not about to end', async () => {
  const { home, remove } = await temporaryHome();
  const empty = await openQueryPool(home);
  expect(await readiness(async () => empty)).toEqual({ ready: false, reason: 'no_snapshot' });
  await empty.close();
  expect(await readiness(async () => empty)).toEqual({ ready: false, reason: 'pool_closed' });

  const { id } = await publishRows(home, async () => {});
  const pool = await openQueryPool(home);
  expect(await readiness(async () => pool)).toEqual({ ready: true, snapshot: id });
  expect(await readiness(() => new Promise(() => {}), 1)).toEqual({ ready: false, reason: 'slow' });

  await writeFile(home.current, '20990101T000000000\n');
  expect(await readiness(() => openQueryPool(home))).toEqual({ ready: false, reason: 'snapshot_unreadable' });

  startEnding();
  expect(await readiness(async () => pool)).toEqual({ ready: false, reason: 'shutting_down' });
  await pool.close();
  await remove();
});
