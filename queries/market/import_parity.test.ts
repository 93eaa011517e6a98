import { describe, expect, test } from 'vitest';
import { insertCalendar, insertObservations } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

describe('the golden cargo of June 2012', () => {
  const ask = useWarehouse(async (connection) => {
    await insertObservations(connection, [
      ['NEWC.FOB.Q6000', '2012-06-17', 87],
      ['NEWC.GZ.FREIGHT', '2012-06-17', 13],
      ['COAST.USDCNY', '2012-06-15', 6.33],
      // the rate of a later day than that of the price
      ['COAST.USDCNY', '2012-06-18', 6.36],
      ['QHD.FOB.Q5500', '2012-06-18', 725],
      ['QHD.GZ.FREIGHT', '2012-06-17', 38],
    ]);
    await insertCalendar(connection, { period: 'day', since: '2012-06-01' });
  });

  test('every step: 100 USD, 633 yuan, 740.61 with VAT, 765.61 delivered, 701.81 at 5500 kcal, 61.19 cheaper', async () => {
    const rows = await ask('import_parity');
    expect(rows.map(({ item, value, unit, dated }) => [item, value, unit, dated])).toEqual([
      ['fob', 87, '美元/吨', '2012-06-17'],
      ['freight', 13, '美元/吨', '2012-06-17'],
      ['cif', 100, '美元/吨', '2012-06-17'],
      ['fx', 6.33, '元/美元', '2012-06-15'],
      ['cif_cny', 633, '元/吨', '2012-06-17'],
      ['duty', 0, '元/吨', '2012-06-17'],
      ['vat', 107.61, '元/吨', '2012-06-17'],
      ['port', 25, '元/吨', null],
      ['ddp', 765.61, '元/吨', '2012-06-17'],
      ['ddp_target', 701.8092, '元/吨', '2012-06-17'],
      ['domestic', 725, '元/吨', '2012-06-18'],
      ['sea', 38, '元/吨', '2012-06-17'],
      ['domestic_cif', 763, '元/吨', '2012-06-18'],
      ['advantage', 61.1908, '元/吨', null],
    ]);
    expect(rows.every(({ missing }) => missing === null)).toBe(true);
    expect(rows.find(({ item }) => item === 'vat')?.rate).toBe('0.170000');
  });

  test('insurance is paid on price and freight, duty before VAT', async () => {
    const rows = await ask('import_parity', { insurance: 0.002, duty: 0.06, vat: 0.13, port: 30 });
    const value = (item: string) => rows.find((row) => row.item === item)?.value;
    expect(value('cif')).toBe(100.2);
    expect(value('cif_cny')).toBe(634.266);
    expect(value('duty')).toBe(38.056);
    expect(value('vat')).toBe(87.4019);
    expect(value('ddp')).toBe(789.7238);
  });

  test('a series that is not there is named, and no sum is made without it', async () => {
    const rows = await ask('import_parity', { freight: 'NONE' });
    expect(rows.map(({ item, value, missing }) => [item, value, missing])).toEqual([
      ['fob', 87, null],
      ['freight', null, 'NONE'],
      ['cif', null, 'NONE'],
      ['fx', 6.33, null],
      ['cif_cny', null, 'NONE'],
      ['duty', null, 'NONE'],
      ['vat', null, 'NONE'],
      ['port', 25, null],
      ['ddp', null, 'NONE'],
      ['ddp_target', null, 'NONE'],
      ['domestic', 725, null],
      ['sea', 38, null],
      ['domestic_cif', 763, null],
      ['advantage', null, 'NONE'],
    ]);
  });

  test('what is older than its calendar allows is missing', async () => {
    const rows = await ask('import_parity', { at: '2012-06-30' });
    expect(rows.at(-1)).toMatchObject({
      value: null,
      missing: 'NEWC.FOB.Q6000, NEWC.GZ.FREIGHT, COAST.USDCNY, QHD.FOB.Q5500, QHD.GZ.FREIGHT',
    });
  });

  test('VAT is that of the day unless it is given', async () => {
    const rate = async (raw: Record<string, string | number>) =>
      (await ask('import_parity', raw)).find(({ item }) => item === 'vat')?.rate;
    expect(await rate({ at: '2018-05-01' })).toBe('0.160000');
    expect(await rate({ at: '2026-06-18' })).toBe('0.130000');
    expect(await rate({ vat: 0 })).toBe('0.000000');
  });
});
