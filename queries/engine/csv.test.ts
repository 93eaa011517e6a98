import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';
import type { ResultColumn } from './result.ts';

const COLUMNS: ResultColumn[] = [
  { name: 'name', type: 'text', zh: '客户', en: 'Customer' },
  { name: 'wt', type: 'number', zh: '销量', en: 'Tonnage', unit: 'wt' },
  { name: 'share', type: 'number', zh: '占比', en: 'Share', unit: 'share' },
];
const NAMES = ['江海,电力', '=1+1', '+86', '-x', '@SUM(A1)', '\tx', '\rx', 'a\nb', null];
const result = {
  columns: COLUMNS,
  data: { name: NAMES, wt: NAMES.map((_, i) => (i === 8 ? null : -1.5)), share: NAMES.map(() => 0.5) },
  rowCount: NAMES.length,
};

test('titles with units, formulas in text made harmless, numbers left alone, missing empty', () => {
  expect(toCsv(result, { bom: true, lang: 'zh' })).toBe(
    [
      '\uFEFF客户,销量(万吨),占比',
      '"江海,电力",-1.5,0.5',
      "'=1+1,-1.5,0.5",
      "'+86,-1.5,0.5",
      "'-x,-1.5,0.5",
      "'@SUM(A1),-1.5,0.5",
      "'\tx,-1.5,0.5",
      '"\'\rx",-1.5,0.5',
      '"a\nb",-1.5,0.5',
      ',,0.5',
      '',
    ].join('\r\n'),
  );
});

test('English titles, no byte-order mark', () => {
  expect(toCsv({ ...result, rowCount: 0 }, { bom: false, lang: 'en' })).toBe(
    'Customer,Tonnage (10 kt),Share\r\n',
  );
});
