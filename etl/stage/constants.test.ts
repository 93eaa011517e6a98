import { expect, test } from 'vitest';
import { useStager } from '../testing/stager.ts';

const stage = useStager();
const HEADER = '货票号,装车日期,货名,收货单位,到站,净重(吨)';
const CONTRACT = 'object: delivery\nconstants: { origin: rail, mode: rail }';

test('a constant is the value of every row and needs no column', async () => {
  const found = await stage(CONTRACT, [HEADER, '0051,2012-06-18,Q5500,江海电力,秦皇岛,60']);
  expect(found.good[2]).toMatchObject({ ticket_no: '0051', origin: 'rail', mode: 'rail' });
});

test('it outranks a column of the file, which is then none that the contract names', async () => {
  const found = await stage(CONTRACT, [
    `${HEADER},运输方式`,
    '0051,2012-06-18,Q5500,江海电力,秦皇岛,60,公路',
    '0052,2012-06-18,Q5500,江海电力,秦皇岛,60,马车',
  ]);
  expect(found.reasons).toEqual({});
  expect(found.good[2]).toMatchObject({ mode: 'rail', extra: { 运输方式: '公路' } });
  expect(found.good[3]).toMatchObject({ mode: 'rail', extra: { 运输方式: '马车' } });
});

test('one of a column that there is not is refused', async () => {
  await expect(stage('object: delivery\nconstants: { colour: red }', [HEADER])).rejects.toThrow(/colour/);
});
