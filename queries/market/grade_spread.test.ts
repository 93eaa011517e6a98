import { expect, test } from 'vitest';
import { insertPrices } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse((connection) =>
  insertPrices(connection, [
    ['2012-06-15', 'Q5500', 730, 740],
    ['2012-06-15', 'Q5000', 630, 640],
    ['2012-06-18', 'Q5800', 780, 790],
    ['2012-06-18', 'Q5500', 720, 730],
    ['2012-06-18', 'Q5000', 620, 630],
    ['2012-06-18', 'Q4500', 520, 530],
  ]),
);

test('the seed spreads 60, 100, 100; a missing grade gives no spread', async () => {
  expect(await ask('grade_spread')).toEqual([
    { day: '2012-06-15', spread_5800_5500: null, spread_5500_5000: 100, spread_5000_4500: null },
    { day: '2012-06-18', spread_5800_5500: 60, spread_5500_5000: 100, spread_5000_4500: 100 },
  ]);
});
