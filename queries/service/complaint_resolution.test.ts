import { expect, test } from 'vitest';
import { insertRows, ORIGIN, type HandMadeRow } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const opened_at = '2012-06-01 00:00:00+08';
const afterDays = (days: number) => `2012-06-${String(1 + days).padStart(2, '0')} 00:00:00+08`;

const COMPLAINTS: HandMadeRow[] = [
  // of ten: settled after 1, 2, 3, 4, 6 days, the rest open for 18 at the end of 18 June
  ...[1, 2, 3, 4, 6].map((days) => ({ kind: '热值', opened_at, closed_at: afterDays(days) })),
  ...Array.from({ length: 4 }, () => ({ kind: '热值', opened_at, closed_at: null })),
  // settled after the day asked for: open on it
  { kind: '热值', opened_at, closed_at: '2012-06-19 00:00:00+08' },
  // one censored before the other is settled: half of one at risk is left after 4 days
  { kind: '亏吨', opened_at: '2012-06-16 00:00:00+08', closed_at: null },
  { kind: '亏吨', opened_at, closed_at: afterDays(4) },
  { kind: null, opened_at: '2012-06-18 12:00:00+08', closed_at: null },
  { kind: '水分', opened_at, closed_at: afterDays(1), _deleted_on: '2012-06-10' },
  { kind: '水分', opened_at: '2012-06-19 00:00:00+08', closed_at: null },
];

const ask = useWarehouse((connection) =>
  insertRows(
    connection,
    'crm.complaint',
    COMPLAINTS.map((row, index) => ({ ...row, complaint_no: `TS${index}`, account_id: 'A', ...ORIGIN })),
  ),
);

test('median and P90 count open complaints as not yet settled; those left show their age', async () => {
  const rows = await ask('complaint_resolution');
  expect(rows.slice(1)).toEqual([
    {
      kind: '热值',
      kind_en: 'heat value',
      is_total: false,
      complaints: 10,
      settled: 5,
      // of the settled alone it would be 3; half of all ten are settled after 6 days
      median_days: 6,
      p90_days: null,
      open: 5,
      open_median_days: 18,
      open_oldest_days: 18,
    },
    {
      kind: '亏吨',
      kind_en: 'short weight',
      is_total: false,
      complaints: 2,
      settled: 1,
      median_days: 4,
      p90_days: 4,
      open: 1,
      open_median_days: 3,
      open_oldest_days: 3,
    },
    {
      kind: '未注明',
      kind_en: 'not stated',
      is_total: false,
      complaints: 1,
      settled: 0,
      median_days: null,
      p90_days: null,
      open: 1,
      open_median_days: 0.5,
      open_oldest_days: 0.5,
    },
  ]);
  expect(rows[0]).toMatchObject({ kind: '合计', kind_en: 'Total', complaints: 13, settled: 6, open: 7 });
});

test('a day later the one settled then is', async () => {
  const [, heat] = await ask('complaint_resolution', { to: '2012-06-19' });
  expect(heat).toMatchObject({ settled: 6, open: 4 });
});

test('without complaints there is nothing to say', async () => {
  expect(await ask('complaint_resolution', { from: '2010-01-01', to: '2010-12-31' })).toEqual([]);
});
