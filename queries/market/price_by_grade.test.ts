import { expect, test } from 'vitest';
import { insertPrices } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse((connection) =>
  insertPrices(connection, [
    ['2012-06-15', 'Q5500', 740, 750],
    ['2012-06-18', 'Q5800', 780, 790],
    ['2012-06-18', 'Q5500', 720, 730],
    ['2012-06-20', 'Q5500', 700, 710],
  ]),
);

test('ranges with their middle, within the dates, high grade first', async () => {
  expect(await ask('price_by_grade', { from: '2012-06-18', to: '2012-06-19' })).toEqual([
    { day: '2012-06-18', grade: 'Q5800', low: 780, high: 790, mid: 785 },
    { day: '2012-06-18', grade: 'Q5500', low: 720, high: 730, mid: 725 },
  ]);
});

test('one grade only; quotations after the data date are there when asked for', async () => {
  const rows = await ask('price_by_grade', { grade: 'Q5500', to: '2012-06-20' });
  expect(rows.map(({ day, mid }) => [day, mid])).toEqual([
    ['2012-06-15', 745],
    ['2012-06-18', 725],
    ['2012-06-20', 705],
  ]);
});
