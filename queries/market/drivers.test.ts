import { describe, expect, test } from 'vitest';
import { insertCalendar, insertObservations, insertRows } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

describe('the six drivers on 18 June 2012', () => {
  const ask = useWarehouse(async (connection) => {
    await insertObservations(
      connection,
      [
        ['COAST.BURN', '2012-06-17', 61.1],
        ['COAST.BURN', '2012-06-10', 60.4],
        ['COAST.BURN', '2011-06-19', 64],
        ['COAST.IMPORTS', '2012-06-17', 521],
        ['COAST.IMPORTS', '2011-06-19', 330],
        ['COAST.HYDRO.YOY', '2012-06-17', 28.4],
        ['SOUTH.STOCK', '2012-06-03', 591.7],
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
      ],
      7,
    );
    await insertRows(connection, 'market.series_break', [
      { series: 'COAST.IMPORTS', break_on: '2012-01-01', zh: '口径变化', en: 'another sample' },
    ]);
    await insertCalendar(connection, { period: 'week_mon_sun', since: '2010-01-10' });
  });

  test('each factor with its proxies: value, comparison with the same series and direction', async () => {
    const rows = await ask('drivers');
    expect(
      rows.map((row) => [row.driver, row.proxy, row.value, row.base_end, row.change, row.direction_zh]),
    ).toEqual([
      ['macro', 'burn', 61.1, '2011-06-19', -2.9, '利空'],
      ['macro', 'thermal_output', null, null, null, '本期无数据'],
      ['imports', 'arrivals', 521, null, null, null],
      ['imports', 'advantage', 61.1908, '2012-06-10', -14.2111, '利多'],
      ['hydro_gas', 'hydro', 28.4, null, 28.4, '利空'],
      ['hydro_gas', 'gas', null, null, null, '本期无数据'],
      ['south', 'stock', null, null, null, '本期无数据'],
      ['maintenance', 'daqin', 0, null, 0, '中性'],
      ['weather', 'temperature', null, null, null, '本期无数据'],
    ]);
    expect(rows[0]).toMatchObject({
      period_start: '2012-06-11',
      period_end: '2012-06-17',
      unit: '万吨/天',
      source: 'hand-made',
      published_at: '2012-06-17T09:30:00.000+08:00',
      direction_en: 'bearish',
      note_zh: null,
    });
    expect(rows[0]?.change_pct).toBeCloseTo(-2.9 / 64, 12);
  });

  test('what has no figure says why, and never shows an older one', async () => {
    const rows = await ask('drivers');
    const note = (proxy: string) => rows.find((row) => row.proxy === proxy)?.note_zh;
    expect(note('temperature')).toBe('本期无数据:没有气温的数据来源');
    expect(note('gas')).toBe('本期无数据:没有天然气发电的数据来源');
    expect(note('thermal_output')).toBe('本期无数据:国家统计局能源生产情况未接入');
    expect(note('stock')).toBe('本期无数据:最近一期截至2012-06-03,已超过发布日历');
    // across a change of what is counted no difference is formed
    expect(note('arrivals')).toBe('无可比期');
  });

  test('the import advantage is that of import_parity', async () => {
    const parity = await ask('import_parity');
    const driver = (await ask('drivers')).find(({ proxy }) => proxy === 'advantage');
    expect(driver?.value).toBe(parity.find(({ item }) => item === 'advantage')?.value);
  });

  test('maintenance is counted over the next 30 days, as far as its calendar reaches', async () => {
    const daqin = async (at: string) => (await ask('drivers', { at })).find(({ proxy }) => proxy === 'daqin');
    expect(await daqin('2012-10-01')).toMatchObject({ value: 16, direction_zh: '利多' });
    expect(await daqin('2012-08-29')).toMatchObject({ value: 1, period_end: '2012-09-27' });
    expect(await daqin('2012-10-17')).toMatchObject({
      value: null,
      direction: null,
      note_zh: '本期无数据:检修日历没有该日之后的安排',
    });
  });
});
