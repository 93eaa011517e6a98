import { describe, expect, test } from 'vitest';
import { insertCalendar, insertObservations } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await insertObservations(
    connection,
    [
      ['QHD.FOB.Q5500', '2012-06-17', 725],
      ['CTCTC.SX5500', '2012-06-17', 560],
      ['CTCTC.SX5000', '2012-06-17', 470],
      ['QHD.FOB.Q5000', '2012-05-13', 650],
      ['NEWC.FOB.Q6000', '2012-06-17', 87],
    ],
    7,
  );
  await insertCalendar(connection, { period: 'week_mon_sun', since: '2010-01-10' });
});
const costs = { short_haul: 20, rail: 110, port: 25 };

describe('port_margin', () => {
  test('725 − (560 + 20 + 110 + 25) = 10', async () => {
    const rows = await ask('port_margin', costs);
    expect(rows.map(({ zh, value, missing_zh }) => [zh, value, missing_zh])).toEqual([
      ['平仓价', 725, null],
      ['坑口价', 560, null],
      ['短倒费', 20, null],
      ['铁路运费', 110, null],
      ['港杂费', 25, null],
      ['到港成本', 715, null],
      ['发运利润(负为发运倒挂)', 10, null],
    ]);
    const dearer = await ask('port_margin', { ...costs, rail: 130 });
    expect(dearer.at(-1)?.value).toBe(-10);
  });

  test('a cost of nought is one; a cost that is not known leaves no margin and is named', async () => {
    expect((await ask('port_margin', { ...costs, short_haul: 0 })).at(-1)?.value).toBe(30);
    expect((await ask('port_margin', { rail: 110 })).at(-1)).toMatchObject({
      value: null,
      missing_zh: '短倒费、港杂费',
      missing_en: 'short haul, port costs',
    });
  });

  test('two grades, a price that is too old, and one in dollars have no margin', async () => {
    const last = async (raw: object) => (await ask('port_margin', { ...costs, ...raw })).at(-1);
    expect(await last({ pithead: 'CTCTC.SX5000' })).toMatchObject({ value: null, missing_zh: '煤种不同' });
    expect(await last({ fob: 'QHD.FOB.Q5000', pithead: 'CTCTC.SX5000' })).toMatchObject({
      value: null,
      missing_en: 'FOB price',
    });
    expect((await last({ fob: 'NEWC.FOB.Q6000' }))?.value).toBeNull();
  });
});
