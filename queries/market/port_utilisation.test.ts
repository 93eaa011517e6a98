import { expect, test } from 'vitest';
import { insertPortDays } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse((connection) =>
  insertPortDays(connection, [
    ['2012-06-10', 'QHD', 898],
    ['2012-06-11', 'QHD', null],
    ['2012-06-12', 'QHD', 900],
    ['2012-06-18', 'QHD', 945.61],
    ['2012-06-18', 'CFD', 300],
  ]),
);

test('stock over the capacity configured, 1000 万吨; near full from 90 %', async () => {
  const rows = await ask('port_utilisation');
  expect(
    rows.map(({ day, utilisation, headroom_wt, is_near_full }) => [
      day,
      utilisation,
      headroom_wt,
      is_near_full,
    ]),
  ).toEqual([
    ['2012-06-10', 0.898, 102, false],
    ['2012-06-11', null, null, null],
    ['2012-06-12', 0.9, 100, true],
    ['2012-06-18', expect.closeTo(0.94561, 12), 54.39, true],
  ]);
});

test('or over the capacity given', async () => {
  const [row] = await ask('port_utilisation', { from: '2012-06-18', capacity: 945.61 });
  expect(row).toMatchObject({ capacity_wt: 945.61, utilisation: 1, headroom_wt: 0 });
});

test('a port whose capacity is not known has no utilisation', async () => {
  const rows = await ask('port_utilisation', { port: 'CFD' });
  expect(rows).toMatchObject([{ stock_wt: 300, capacity_wt: null, utilisation: null, is_near_full: null }]);
});
