import { expect, test } from 'vitest';
import { insertObservations } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  const note = '国家统计局页面 t20250714_1960397';
  await insertObservations(
    connection,
    [
      ['NBS.Q5800', '2025-07-10', 656.6, note],
      ['NBS.Q5500', '2025-07-10', 622.6, note],
      ['NBS.Q5000', '2025-07-10', 553.3, note],
      ['NBS.Q4500', '2025-07-10', 488.3, note],
      ['NBS.Q5500', '2026-01-10', 694.2, '国家统计局页面 t20260113_1962302'],
      ['BOHAI.INDEX', '2012-06-20', 729],
    ],
    10,
  );
});

test('one row for each ten days with its page; grades not published are missing; no sample series among them', async () => {
  expect(await ask('nbs_ten_day')).toEqual([
    {
      period_start: '2025-07-01',
      period_end: '2025-07-10',
      q5800: 656.6,
      q5500: 622.6,
      q5000: 553.3,
      q4500: 488.3,
      note: '国家统计局页面 t20250714_1960397',
    },
    {
      period_start: '2026-01-01',
      period_end: '2026-01-10',
      q5800: null,
      q5500: 694.2,
      q5000: null,
      q4500: null,
      note: '国家统计局页面 t20260113_1962302',
    },
  ]);
});
