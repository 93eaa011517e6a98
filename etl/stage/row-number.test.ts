import { expect, test } from 'vitest';
import { useLoader } from '../testing/loader.ts';

const { source, load, ask } = useLoader();

test('every row of a file that several threads read has its own record number', async () => {
  await load(source('account', 'accounts'), 'accounts.csv', ['客户编号,客户名称,行业', 'C001,清源电力,电力']);
  const weighbridge = source('delivery', 'weighbridge', 'constants: { origin: weighbridge }');
  const padding = '备'.repeat(20);
  const line = (n: number) =>
    `T${n},2012-06-18 07:42:00,Q5500,${n % 1000 ? '清源电力' : '无名'},江苏,公路,40,${padding}`;
  const records = 400_000;
  const lines = Array.from({ length: records }, (_, i) => line(i + 2));
  const counts = await load(weighbridge, 'a.csv', [
    '磅单号,过衡时间,煤种,收货单位,到站省份,运输方式,净重(吨),备注',
    ...lines,
  ]);
  expect(counts).toMatchObject({ inserted: records - records / 1000, quarantined: records / 1000 });
  expect(
    await ask(`SELECT count(*), count(*) FILTER (ticket_no <> 'T' || _row) FROM sales.delivery`),
  ).toEqual([[String(counts.inserted), '0']]);
}, 60_000);
