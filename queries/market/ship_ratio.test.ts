import { expect, test } from 'vitest';
import { insertPortDays } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse((connection) =>
  insertPortDays(connection, [
    // January 2012: 657 万吨 for 100 vessels; 10 June: 898 for 88
    ['2012-01-04', 'QHD', 657, 60, 60, 100],
    ['2012-06-03', 'QHD', 816.5, 60, 60, 0],
    ['2012-06-10', 'QHD', 898, 60, 60, 88],
    ['2012-06-11', 'QHD', null, 60, 60, null],
    ['2012-06-17', 'QHD', 937.38, 60, 60, 83],
    ['2012-06-18', 'CFD', 300, 20, 20, 100],
  ]),
);

test('6.57 in January, 10.2 on 10 June', async () => {
  const [january] = await ask('ship_ratio', { from: '2012-01-01', to: '2012-01-31' });
  expect(january).toMatchObject({ stock_per_ship: 6.57, level_zh: '平衡', week_change: null });
  const [june] = await ask('ship_ratio', { from: '2012-06-10', to: '2012-06-10' });
  expect(june?.stock_per_ship).toBeCloseTo(898 / 88, 9);
  expect(june).toMatchObject({ level_zh: '偏松', level_en: 'loose' });
});

test('without a vessel there is no ratio, and the table says so; without figures it says nothing', async () => {
  const [empty, , untold] = await ask('ship_ratio', { from: '2012-06-01' });
  expect(empty).toMatchObject({ day: '2012-06-03', anchored: 0, stock_per_ship: null, level_zh: '无锚地船' });
  expect(untold).toMatchObject({ day: '2012-06-11', stock_per_ship: null, level_zh: null, level_en: null });
});

test('the change is that on 7 days before, also of the first day asked for; none on a day without a ratio', async () => {
  const [row] = await ask('ship_ratio', { from: '2012-06-17' });
  expect(row?.week_change).toBeCloseTo(937.38 / 83 - 898 / 88, 9);
  const [tenth] = await ask('ship_ratio', { from: '2012-06-10' });
  expect(tenth?.week_change).toBeNull();
});

test('few tonnes a vessel make it tight', async () => {
  expect(await ask('ship_ratio', { port: 'CFD' })).toMatchObject([{ stock_per_ship: 3, level_zh: '偏紧' }]);
});
