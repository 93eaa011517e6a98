import { expect, test } from 'vitest';
import { addDays, insertPortDays, type PortDayRow } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

// the four ports of 3 and 10 June 2012; one day of Tianjin's flows is missing
const STOCK = { QHD: [816.5, 898], CFD: [268.4, 291], JT: [402, 445], TJ: [343, 381] } as const;
const SHIPS = { QHD: 88, CFD: 5, JT: 14, TJ: 0 } as const;

const ask = useWarehouse((connection) =>
  insertPortDays(
    connection,
    Object.entries(STOCK).flatMap(([port, [before, now]]) =>
      Array.from({ length: 8 }, (_, i): PortDayRow => {
        const stock = i === 0 ? before : i === 7 ? now : before + i;
        const flow = port === 'TJ' && i === 3 ? null : 10 + i;
        return [addDays('2012-06-03', i), port, stock, flow, 9, SHIPS[port as keyof typeof SHIPS]];
      }),
    ),
  ),
);

test('four ports from 1829.9 to 2015.0: +185.1, 10.12 %; Qinhuangdao +81.5, 9.98 %', async () => {
  const rows = await ask('port_week', { at: '2012-06-10' });
  expect(
    rows.map(({ port, stock_wt, change_wt, change_pct }) => [
      port,
      stock_wt,
      change_wt,
      ((change_pct ?? 0) * 100).toFixed(2),
    ]),
  ).toEqual([
    ['QHD', 898, 81.5, '9.98'],
    ['CFD', 291, 22.6, '8.42'],
    ['JT', 445, 43, '10.70'],
    ['TJ', 381, 38, '11.08'],
    ['ALL', 2015, 185.1, '10.12'],
  ]);
});

test('a week of flows needs seven days, a total all its ports, a ratio some ships', async () => {
  const rows = await ask('port_week', { at: '2012-06-10' });
  expect(rows[0]).toMatchObject({
    rail_in_wt: 98,
    rail_in_daily_wt: 14,
    ship_out_wt: 63,
    ship_out_daily_wt: 9,
    anchored: 88,
  });
  expect(rows[0]?.stock_per_ship?.toFixed(1)).toBe('10.2');
  expect(rows[3]).toMatchObject({ rail_in_wt: null, ship_out_wt: 63, stock_per_ship: null });
  expect(rows[4]).toMatchObject({ rail_in_wt: null, ship_out_wt: 252, anchored: 107 });
});

test('without the day a week before there is no change; without a recent bulletin there are no rows', async () => {
  expect((await ask('port_week', { at: '2012-06-09' })).map((row) => row.change_wt)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(await ask('port_week', { at: '2012-07-01' })).toEqual([]);
});
