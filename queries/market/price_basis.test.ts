import { expect, test } from 'vitest';
import { insertObservations, insertRows } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertObservations(
    connection,
    [
      ['BOHAI.INDEX', '2012-05-30', 773],
      ['BOHAI.INDEX', '2012-06-06', 764],
      ['BOHAI.INDEX', '2012-06-13', 752],
      ['BOHAI.INDEX', '2012-06-20', 729],
      ['BOHAI.INDEX', '2012-06-27', 702],
    ],
    7,
  );
  await insertObservations(connection, [
    ['QHD.FOB.Q5500', '2012-05-30', 775],
    ['QHD.FOB.Q5500', '2012-06-06', 755],
    // no quotation on 13 June; the one of the day before does not stand in
    ['QHD.FOB.Q5500', '2012-06-12', 740],
    ['QHD.FOB.Q5500', '2012-06-20', 705],
    ['QHD.FOB.Q5500', '2012-06-27', 690],
    ['QHD.FOB.Q5000', '2012-06-20', 605],
  ]);
  await insertRows(connection, 'market.series_break', [
    { series: 'BOHAI.INDEX', break_on: '2012-06-25', zh: '口径变化', en: 'another basket' },
  ]);
});

test('spot less index on the same day: 705 − 729 = −24 on 20 June', async () => {
  const rows = await ask('price_basis', { from: '2012-06-06', to: '2012-06-27' });
  expect(
    rows.map(({ day, spot_cny_t, basis_cny_t, change_cny_t }) => [
      day,
      spot_cny_t,
      basis_cny_t,
      change_cny_t,
    ]),
  ).toEqual([
    ['2012-06-06', 755, -9, -11],
    ['2012-06-13', null, null, null],
    ['2012-06-20', 705, -24, null],
    // no change of the basis across a change of the index
    ['2012-06-27', 690, -12, null],
  ]);
  expect(rows[2]?.basis_pct).toBeCloseTo(-24 / 729, 12);
});

test('two grades have no basis', async () => {
  const rows = await ask('price_basis', { spot: 'QHD.FOB.Q5000', from: '2012-06-20', to: '2012-06-20' });
  expect(rows).toMatchObject([{ spot_cny_t: 605, index_cny_t: 729, basis_cny_t: null, basis_pct: null }]);
});
