import { expect, test } from 'vitest';
import { insertAccounts, insertFacts, insertPrices } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertAccounts(connection, [{ account_id: 'A' }]);
  const contract = (
    contract_no: string,
    heat_kcal_kg: number | null,
    price_cny_t: number | null,
    more: Record<string, string | number> = {},
  ) => ({
    contract_no,
    account_id: 'A',
    starts_on: '2012-01-01',
    ends_on: '2012-12-31',
    basis: '平仓',
    heat_kcal_kg,
    price_cny_t,
    ...more,
  });
  await insertFacts(connection, 'crm.contract', [
    contract('H5800', 5800, 785),
    contract('H5500', 5500, 725),
    contract('H5000', 5000, 625),
    contract('H4500', 4500, 525),
    contract('HIGH', 5500, 775.01),
    contract('TRUCK', 5500, 725, { basis: '坑口' }),
    contract('NOHEAT', null, 725),
    contract('ENDED', 5500, 900, { ends_on: '2012-06-17' }),
    contract('VOID', 5500, 900, { status: '作废' }),
    contract('GONE', 5500, 900, { _deleted_on: '2012-06-01' }),
    contract('SHORT', 5500, 725, { ends_on: '2012-06-28', starts_on: '2012-06-09', qty_t: 20_000 }),
  ]);
  await insertPrices(connection, [
    ['2012-06-11', 'Q5500', 800, 810],
    ['2012-06-12', 'Q5500', 725, 735],
    ['2012-06-18', 'Q5500', 715, 725],
    ['2012-06-18', 'Q5000', 600, 610],
  ]);
});

test('prices at 5500 kcal as in the reference vector, against 725, the mean of seven days', async () => {
  const rows = await ask('contract_vs_market');
  expect(
    rows.map(({ contract_no, price_5500, market_5500, gap, above }) => [
      contract_no,
      price_5500,
      market_5500,
      gap,
      above,
    ]),
  ).toEqual([
    ['H4500', 641.67, 725, -83.33, false],
    ['HIGH', 775.01, 725, 50.01, true],
    ['H5000', 687.5, 725, -37.5, false],
    ['H5800', 744.4, 725, 19.4, false],
    ['H5500', 725, 725, 0, false],
    ['SHORT', 725, 725, 0, false],
    // no market price on the same basis, or no heat value: nothing to compare
    ['NOHEAT', null, 725, null, null],
    ['TRUCK', 725, null, null, null],
  ]);
});

test('what is contracted for the days to come: 10 of 20 days', async () => {
  const rows = await ask('contract_vs_market');
  expect(rows.find(({ contract_no }) => contract_no === 'SHORT')).toMatchObject({ left_wt: 1 });
});

test('without a quotation within the week nothing is compared; the warning is a parameter', async () => {
  const rows = await ask('contract_vs_market', { at: '2012-07-10' });
  expect(rows.every(({ gap, above }) => gap === null && above === null)).toBe(true);
  const warned = await ask('contract_vs_market', { warn: 10 });
  expect(warned.filter(({ above }) => above).map(({ contract_no }) => contract_no)).toEqual([
    'HIGH',
    'H5800',
  ]);
});
