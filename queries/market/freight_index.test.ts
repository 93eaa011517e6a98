import { expect, test } from 'vitest';
import { insertObservations } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse((connection) =>
  insertObservations(
    connection,
    [
      ['QHD.GZ.FREIGHT', '2012-06-17', 38],
      ['QHD.GZ.FREIGHT', '2012-06-10', 40],
      // 28 days before is 20 May: six days older still stands for it
      ['QHD.GZ.FREIGHT', '2012-05-14', 50],
      // 364 days before is 19 June 2011: seven days older does not
      ['QHD.GZ.FREIGHT', '2011-06-12', 60],
      ['QHD.SH.FREIGHT', '2012-06-03', 27],
      // three weeks before it: not the period before
      ['QHD.SH.FREIGHT', '2012-05-13', 30],
      ['NEWC.GZ.FREIGHT', '2012-06-17', 13],
      ['NEWC.GZ.FREIGHT', '2011-06-19', 0],
      ['QHD.FOB.Q5500', '2012-06-17', 725],
    ],
    7,
  ),
);

test('the newest figure of each lane with its changes', async () => {
  const rows = await ask('freight_index', { max_age: 10 });
  expect(rows.map(({ series, unit, value }) => [series, unit, value])).toEqual([
    ['NEWC.GZ.FREIGHT', '美元/吨', 13],
    ['QHD.GZ.FREIGHT', '元/吨', 38],
  ]);
  const [ocean, coastal] = rows;
  expect(coastal).toMatchObject({ period_end: '2012-06-17', change: -2, year_change_pct: null });
  expect(coastal?.change_pct).toBeCloseTo(-0.05, 12);
  expect(coastal?.month_change_pct).toBeCloseTo(38 / 50 - 1, 12);
  expect(ocean).toMatchObject({ month_change_pct: null, year_change_pct: null });
});

test('a lane whose figure is older stands only if one allows it', async () => {
  const rows = await ask('freight_index', { max_age: 15 });
  expect(rows.map(({ series }) => series)).toEqual(['NEWC.GZ.FREIGHT', 'QHD.GZ.FREIGHT', 'QHD.SH.FREIGHT']);
  expect(rows[2]).toMatchObject({ period_end: '2012-06-03', change: null });
});
