import { expect, test } from 'vitest';
import { insertRows } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const LOAD = {
  run: 'r1',
  inserted: 0,
  updated: 0,
  unchanged: 0,
  quarantined: 0,
  furniture: 0,
  first_day: '2012-06-01',
};

const ask = useWarehouse(async (connection) => {
  await insertRows(connection, 'meta.file', [
    {
      id: 'f1',
      source: 'deliveries',
      name: '地磅发运_2012-06.csv',
      sha256: 'x',
      bytes: 1,
      received_at: '2012-06-18 17:00:00+08',
    },
  ]);
  await insertRows(connection, 'meta.load', [
    {
      ...LOAD,
      file: 'f1',
      source: 'deliveries',
      rows_read: 100,
      inserted: 90,
      quarantined: 6,
      furniture: 4,
      last_day: '2012-06-18',
      loaded_at: '2012-06-18 17:30:00+08',
    },
    {
      ...LOAD,
      file: 'f2',
      source: 'deliveries',
      rows_read: 100,
      inserted: 99,
      last_day: '2012-05-31',
      loaded_at: '2012-06-01 09:00:00+08',
    },
    {
      ...LOAD,
      file: 'f3',
      source: 'accounts',
      rows_read: 0,
      last_day: null,
      loaded_at: '2012-06-01 09:00:00+08',
    },
  ]);
  const flag = { source: 'nbs', zh: '疑', en: 'doubt', _run: 'r1' };
  await insertRows(connection, 'market.flag', [
    { ...flag, series: 'NBS.Q5500', period_end: '2012-05-31', code: 'outlier', _file: 'f2' },
    { ...flag, series: 'NBS.Q5500', period_end: '2012-06-10', code: 'outlier', _file: 'f1' },
    { ...flag, source: 'ports', code: 'out_of_order', _file: 'f1' },
  ]);
});

test('feed_status: newest day, last load and what is in quarantine, by source', async () => {
  expect(await ask('feed_status')).toEqual([
    {
      source: 'accounts',
      last_day: null,
      last_load_at: '2012-06-01T09:00:00.000+08:00',
      files: 1,
      rows_read: 0,
      quarantined: 0,
      quarantined_share: null,
    },
    {
      source: 'deliveries',
      last_day: '2012-06-18',
      last_load_at: '2012-06-18T17:30:00.000+08:00',
      files: 2,
      rows_read: 200,
      quarantined: 6,
      quarantined_share: 0.03,
    },
  ]);
});

test('row_conservation: newest load first, and a file that does not add up is seen', async () => {
  const rows = await ask('row_conservation', { source: 'deliveries' });
  expect(rows.map(({ file, name, rows_read, ok }) => [file, name, rows_read, ok])).toEqual([
    ['f1', '地磅发运_2012-06.csv', 100, true],
    ['f2', null, 100, false],
  ]);
  expect(await ask('row_conservation')).toHaveLength(3);
});

test('market_flags: the newest publication first, a flag of the whole file before those of its periods', async () => {
  const found = await ask('market_flags');
  expect(found.map(({ source, period_end, code, file_id }) => [source, period_end, code, file_id])).toEqual([
    ['ports', null, 'out_of_order', 'f1'],
    ['nbs', '2012-06-10', 'outlier', 'f1'],
    ['nbs', '2012-05-31', 'outlier', 'f2'],
  ]);
  expect(found[1]).toMatchObject({
    published_at: '2012-06-18T17:00:00.000+08:00',
    series_name: '国家统计局旬价:山西优混(5500大卡)',
    file: '地磅发运_2012-06.csv',
  });
  expect(await ask('market_flags', { source: 'ports' })).toHaveLength(1);
});
