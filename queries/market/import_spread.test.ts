import { expect, test } from 'vitest';
import { insertCalendar, insertObservations } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

// the cargo of domain §3.3: 87 + 13 USD at 6.33 with 17 % VAT and 25 yuan of port costs is 701.81 at 5500 kcal
const ask = useWarehouse(async (connection) => {
  await insertObservations(
    connection,
    [
      ['NEWC.FOB.Q6000', '2012-06-17', 87],
      ['NEWC.FOB.Q6000', '2012-06-10', 88],
      ['NEWC.GZ.FREIGHT', '2012-06-17', 13],
      ['NEWC.GZ.FREIGHT', '2012-06-10', 13],
      ['COAST.USDCNY', '2012-06-17', 6.33],
      ['COAST.USDCNY', '2012-06-10', 6.33],
      ['QHD.GZ.FREIGHT', '2012-06-17', 38],
      ['QHD.GZ.FREIGHT', '2012-06-10', 39],
      ['QHD.FOB.Q5500', '2012-06-17', 725],
      ['QHD.FOB.Q5500', '2012-06-10', 745],
      // a week before, domestic coal alone has a price
      ['QHD.FOB.Q5500', '2012-06-03', 760],
    ],
    7,
  );
  await insertCalendar(connection, { period: 'week_mon_sun', since: '2010-01-10' });
});

test('+61 on 17 June, 14.21 less than the week before; no figure where an input is missing', async () => {
  const rows = await ask('import_spread', { from: '2012-06-03', to: '2012-06-17' });
  expect(
    rows.map(({ day, imported_cny_t, domestic_cny_t, advantage_cny_t, week_change, level_zh }) => [
      day,
      imported_cny_t,
      domestic_cny_t,
      advantage_cny_t,
      week_change,
      level_zh,
    ]),
  ).toEqual([
    ['2012-06-03', null, null, null, null, null],
    // 101 × 6.33 × 1.17 + 25 = 773.0161 at 6000 kcal; 745 + 39 = 784
    ['2012-06-10', 708.5981, 784, 75.4019, null, '关注'],
    ['2012-06-17', 701.8092, 763, 61.1908, -14.2111, '关注'],
  ]);
});

test('the first week asked for is compared with the one before it', async () => {
  const [row] = await ask('import_spread', { from: '2012-06-17', to: '2012-06-17' });
  expect(row?.week_change).toBe(-14.2111);
});

test('levels: above the alert, above the watch, cheaper at all, dearer', async () => {
  const level = async (raw: object) => {
    const rows = await ask('import_spread', { from: '2012-06-17', to: '2012-06-17', ...raw });
    return rows.map(({ level_zh, level_en }) => [level_zh, level_en]);
  };
  expect(await level({ alert: 61 })).toEqual([['预警', 'alert']]);
  expect(await level({ watch: 62 })).toEqual([['进口便宜', 'imports cheaper']]);
  expect(await level({ port: 100 })).toEqual([['国内便宜', 'domestic cheaper']]);
});

test.each<Record<string, string | number>>([
  {},
  { at: '2012-06-12' },
  { kcal: 5800, insurance: 0.003, duty: 0.06, port: 31.5 },
  { freight: 'NO.SUCH' },
  { fx: 'NO.SUCH' },
  { at: '2012-07-30' },
])('it says what import_parity says: %j', async ({ at = '2012-06-17', ...raw }) => {
  const [row] = await ask('import_spread', { from: at, to: at, ...raw });
  const parity = await ask('import_parity', { at, ...raw });
  const item = (name: string) => parity.find((step) => step.item === name)?.value;
  expect([row?.imported_cny_t, row?.domestic_cny_t, row?.advantage_cny_t]).toEqual([
    item('ddp_target'),
    item('domestic_cif'),
    item('advantage'),
  ]);
});
