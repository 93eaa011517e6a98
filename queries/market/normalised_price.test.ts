import { expect, test } from 'vitest';
import { insertPrices } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse((connection) =>
  insertPrices(connection, [
    ['2012-06-18', 'Q5800', 780, 790],
    ['2012-06-18', 'Q5500', 720, 730],
    ['2012-06-18', 'Q5000', 620, 630],
    ['2012-06-18', 'Q4500', 520, 530],
    ['2012-06-08', 'Q5500', 740, 750],
    ['2012-06-07', 'Q5000', 630, 640],
    ['2012-06-04', 'Q4500', 530, 540],
  ]),
);
const rounded = (value: number | null | undefined, digits: number) =>
  value === null || value === undefined ? null : Number(value.toFixed(digits));

test('the seed prices: 744.4, 725, 687.5, 641.7 at 5500 kcal; 13.53, 13.18, 12.50, 11.67 fen; 947.4, 922.7, 875.0, 816.7 per tce', async () => {
  const rows = await ask('normalised_price');
  expect(
    rows.map(({ grade, at_5500, fen_kcal, cny_tce, ratio_to_5500 }) => [
      grade,
      rounded(at_5500, 1),
      rounded(fen_kcal, 2),
      rounded(cny_tce, 1),
      rounded(ratio_to_5500, 3),
    ]),
  ).toEqual([
    ['Q5800', 744.4, 13.53, 947.4, 1.083],
    ['Q5500', 725, 13.18, 922.7, 1],
    ['Q5000', 687.5, 12.5, 875, 0.862],
    ['Q4500', 641.7, 11.67, 816.7, 0.724],
  ]);
});

test('by coefficient where there is one: 625 / 0.88, 525 / 0.77', async () => {
  const rows = await ask('normalised_price');
  expect(rows.map(({ at_5500_coef }) => rounded(at_5500_coef, 1))).toEqual([null, 725, 710.2, 681.8]);
  const [, , q5000] = await ask('normalised_price', { coef_5000: 0.9 });
  expect(q5000?.at_5500_coef).toBeCloseTo(625 / 0.9, 9);
});

test('the discount beyond heat content: 687.5 against 725 is 5.2 %', async () => {
  const [, , q5000] = await ask('normalised_price');
  expect(q5000?.discount_pct).toBeCloseTo(687.5 / 725 - 1, 12);
});

test('a ratio compares one day; a quotation of more than five days ago stands no longer', async () => {
  const rows = await ask('normalised_price', { at: '2012-06-10' });
  expect(
    rows.map(({ grade, quoted_on, carried, ratio_to_5500 }) => [grade, quoted_on, carried, ratio_to_5500]),
  ).toEqual([
    ['Q5500', '2012-06-08', true, 1],
    ['Q5000', '2012-06-07', true, null],
  ]);
});
