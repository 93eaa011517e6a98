import { beforeEach, expect, test } from 'vitest';
import { rows } from '../../data/duck.ts';
import { useCellConnection } from '../testing/cell-connection.ts';
import { queueFiles } from './restage.ts';

const connection = useCellConnection();
beforeEach(async () => {
  await connection().run('DELETE FROM meta.load; DELETE FROM meta.restage');
  await connection().run('CREATE OR REPLACE TEMP TABLE changed_meaning AS FROM crm.account_map LIMIT 0');
});

const SOURCES = [
  { id: 'crm', object: 'contract' },
  { id: 'erp', object: 'contract' },
  { id: 'scale', object: 'delivery' },
];

/** A file was loaded: how many rows it corrected and how many it left as they were. */
async function loaded(source: string, file: string, minute: number, updated: number, unchanged: number) {
  await connection().run(
    `INSERT INTO meta.load VALUES ('r', '${file}', '${source}', 9, 0, ${updated}, ${unchanged}, 0, 0, NULL, NULL,
       TIMESTAMPTZ '2012-06-19 10:0${minute}:00+08')`,
  );
}

async function queued(...emptied: string[]): Promise<string[]> {
  await queueFiles(connection(), emptied, SOURCES);
  const found = await rows<{ file: string }>(connection(), 'SELECT file FROM meta.restage ORDER BY file');
  return found.map((row) => row.file);
}

test('a row that was taken out may have stood in place of one of another source of its object', async () => {
  await loaded('crm', 'a', 1, 0, 0);
  await loaded('erp', 'b', 2, 1, 0);
  await loaded('scale', 'c', 1, 1, 1);
  expect(await queued('b')).toEqual(['a', 'b']);
});

test('an older statement that came later is uncovered too; a file that changed nothing of others waits for nothing', async () => {
  await loaded('crm', 'a', 1, 0, 0);
  await loaded('erp', 'b', 2, 0, 0);
  await loaded('crm', 'c', 3, 0, 1);
  expect(await queued('b')).toEqual(['b', 'c']);
});

test('files of one instant are queued in either order', async () => {
  await loaded('crm', 'a', 1, 0, 0);
  await loaded('crm', 'b', 1, 1, 0);
  expect(await queued('b')).toEqual(['a', 'b']);
});

test('nothing is queued where no row was taken out', async () => {
  await loaded('crm', 'a', 1, 1, 1);
  expect(await queued()).toEqual([]);
});
