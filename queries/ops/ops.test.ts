import { describe, expect, test } from 'vitest';
import { insertCalendar, insertObservations, insertRows } from '../testing/rows.ts';
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
      zh: 'CRM 客户导出',
      en: 'CRM account export',
      last_day: null,
      last_load_at: '2012-06-01T09:00:00.000+08:00',
      files: 1,
      rows_read: 0,
      quarantined: 0,
      quarantined_share: null,
    },
    {
      source: 'deliveries',
      zh: '地磅发运',
      en: 'Weighbridge deliveries',
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

describe('publications', () => {
  // due on the morning after, late from 11:30, missing two days after
  const asked = useWarehouse(async (connection) => {
    const page = {
      source: 'hand-made',
      revision: 1,
      value: 5,
      low: null,
      fetched_at: '2012-06-20 10:00:00+08',
    };
    // two days on one page: when the older came is not known; a correction of a day does not make it late
    await insertRows(
      connection,
      'market.observation',
      [
        ...['2012-06-10', '2012-06-11', '2012-06-14', '2012-06-15'].map((day) => ({
          period_end: day,
          published_at: `${day} 20:00:00+08`,
          _file: day,
        })),
        { period_end: '2012-06-12', published_at: '2012-06-16 12:00:00+08' },
        { period_end: '2012-06-13', published_at: '2012-06-16 12:00:00+08' },
        {
          period_end: '2012-06-15',
          published_at: '2012-06-18 12:00:00+08',
          revision: 2,
          _file: 'correction',
        },
      ].map((one) => ({
        ...page,
        series: 'A',
        period_start: one.period_end,
        _file: 'page',
        _row: 1,
        _run: 'r',
        _hash: 1,
        ...one,
      })),
    );
    await insertRows(connection, 'meta.source', [
      {
        source: 'hand-made',
        zh: '手工',
        en: 'Hand-made',
        object: 'observation',
        origin: 'files',
        remote: false,
      },
    ]);
    await insertCalendar(connection, { period: 'day', since: '2012-06-09' });
  });

  test('publication_status: each period by the calendar, at a given instant', async () => {
    const rows = await asked('publication_status', {
      source: 'hand-made',
      now: '2012-06-18 10:00',
      only_open: 'no',
    });
    expect(
      rows.map(({ period_end, status, status_zh }) => [period_end, status, status_zh]).slice(-11),
    ).toEqual([
      ['2012-06-19', 'expected', '未到期'],
      ['2012-06-18', 'expected', '未到期'],
      ['2012-06-17', 'due', '待发布'],
      ['2012-06-16', 'late', '迟到'],
      ['2012-06-15', 'on_time', '按时发布'],
      ['2012-06-14', 'on_time', '按时发布'],
      ['2012-06-13', 'published_late', '延迟发布'],
      ['2012-06-12', 'published', '已发布'],
      ['2012-06-11', 'on_time', '按时发布'],
      ['2012-06-10', 'on_time', '按时发布'],
      ['2012-06-09', 'missing', '缺失'],
    ]);
  });

  test('publication_status: by default what has not come by the publication of the snapshot', async () => {
    const rows = await asked('publication_status');
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['expected', 'late', 'missing']));
    expect(rows.at(-1)).toMatchObject({
      zh: '手工',
      en: 'Hand-made',
      period_end: '2012-06-09',
      due_at: '2012-06-10T09:30:00.000+08:00',
      status_en: 'missing',
    });
  });

  test('publication_status: an instant that is none is refused', async () => {
    await expect(asked('publication_status', { now: 'yesterday' })).rejects.toMatchObject({
      code: 'query_failed',
    });
  });

  test('feed_freshness: one line a market feed, with the status of what was due last', async () => {
    const rows = await asked('feed_freshness');
    expect(rows.find(({ source }) => source === 'hand-made')).toEqual({
      source: 'hand-made',
      zh: '手工',
      en: 'Hand-made',
      period_start: '2012-06-15',
      period_end: '2012-06-15',
      published_at: '2012-06-18T12:00:00.000+08:00',
      next_due_at: '2012-06-19T09:30:00.000+08:00',
      missing: 1,
      status: 'late',
      status_zh: '迟到',
      status_en: 'late',
    });
    expect(rows.find(({ source }) => source === 'nbs_ten_day')).toMatchObject({
      period_end: null,
      status: 'no_calendar',
      status_zh: '无发布日历',
    });
    expect(rows.some(({ source }) => source === 'deliveries')).toBe(false);
  });
});

describe('a publisher that has ended', () => {
  const asked = useWarehouse(async (connection) => {
    await insertObservations(connection, [['A', '2012-06-10', 1]]);
    await insertRows(connection, 'meta.source', [
      {
        source: 'hand-made',
        zh: '手工',
        en: 'Hand-made',
        object: 'observation',
        origin: 'files',
        remote: false,
      },
    ]);
    await insertCalendar(connection, { period: 'day', since: '2012-06-10', until: '2012-06-10' });
  });

  test('is due nothing more', async () => {
    const line = async (now: string) =>
      (await asked('feed_freshness', { now })).find(({ source }) => source === 'hand-made');
    expect(await line('')).toMatchObject({ status: 'ended', next_due_at: null, period_end: '2012-06-10' });
    expect(await line('2012-06-10 12:00')).toMatchObject({
      status: 'expected',
      next_due_at: '2012-06-11T09:30:00.000+08:00',
    });
    expect(await asked('publication_status')).toEqual([]);
  });
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
