import { expect, test } from 'vitest';
import { insertRows } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const said = (period_end: string, revision: number, more: object) => ({
  series: 'NBS.Q5500',
  period_start: `${period_end.slice(0, 8)}01`,
  period_end,
  revision,
  source: 'nbs_prices',
  fetched_at: '2026-01-13 09:40:00+08',
  _file: `f${revision}`,
  _row: 1,
  _run: 'r',
  _hash: revision,
  ...more,
});

const ask = useWarehouse(
  async (connection) => {
    await insertRows(connection, 'market.observation', [
      said('2025-12-10', 1, { value: 720, published_at: '2025-12-14 09:30:00+08' }),
      said('2026-01-10', 1, { value: 649.2, published_at: '2026-01-13 09:30:00+08' }),
      said('2026-01-10', 2, {
        value: 694.2,
        change: -3.5,
        change_pct: -0.5,
        base_end: '2025-12-31',
        sentence: '山西优混 694.2',
        published_at: '2026-01-14 09:30:00+08',
      }),
      said('2026-01-20', 1, { value: 700, withdrawn: true }),
    ]);
    await insertRows(connection, 'meta.file', [
      {
        id: 'f2',
        source: 'nbs_prices',
        name: 't20260113_1962302.html',
        url: 'https://example.cn/t',
        sha256: 'x',
        bytes: 1,
        received_at: '2026-01-14 09:40:00+08',
      },
    ]);
  },
  { asOf: '2026-02-01', now: new Date('2026-02-01T10:00:00Z') },
);

test('the latest revision with what was printed, how often it was revised, its segment and its file; nothing withdrawn', async () => {
  const found = await ask('series_values', { series: 'NBS.Q5500' });
  expect(found.map(({ period_end, segment, revisions }) => [period_end, segment, revisions])).toEqual([
    ['2025-12-10', 1, 1],
    ['2026-01-10', 2, 2],
  ]);
  expect(found[1]).toMatchObject({
    value: 694.2,
    low: null,
    unit: '元/吨',
    change: -3.5,
    change_pct: -0.5,
    base_end: '2025-12-31',
    published_at: '2026-01-14T09:30:00.000+08:00',
    sentence: '山西优混 694.2',
    source: 'nbs_prices',
    file: 't20260113_1962302.html',
    url: 'https://example.cn/t',
  });
});

test('only the days asked for', async () => {
  const found = await ask('series_values', { series: 'NBS.Q5500', from: '2026-01-01', to: '2026-01-10' });
  expect(found.map((row) => row.period_end)).toEqual(['2026-01-10']);
  expect(await ask('series_values', { series: 'NBS.Q4500' })).toEqual([]);
});
