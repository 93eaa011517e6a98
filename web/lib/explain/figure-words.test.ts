import { expect, test } from 'vitest';
import { figureWords } from './figure-words.ts';

const stock = {
  cell: {
    row: 3,
    column: 'stock_wt',
    title: { zh: '库存', en: 'Stock', unit: 'wt' },
    value: 945.61,
    in_row: { day: '2012-06-18', stock_wt: 945.61, is_record: true },
  },
  params: { port: 'QHD', from: '2010-06-18' },
  names: { QHD: { zh: '秦皇岛港', en: 'Qinhuangdao' } },
};
const stockColumns = [
  { name: 'day', zh: '日期', en: 'Date' },
  { name: 'stock_wt', zh: '库存', en: 'Stock', unit: 'wt' },
  { name: 'is_record', zh: '创新高', en: 'New record' },
];

test('a figure is said by the names of its parameters, its column and its day', () => {
  expect(figureWords(stock, stockColumns, 'zh-CN')).toEqual({
    what: '秦皇岛港库存,2012-06-18',
    value: '945.61 万吨',
  });
  expect(figureWords(stock, stockColumns, 'en')).toEqual({
    what: 'Qinhuangdao Stock, 2012-06-18',
    value: '945.61 10 kt',
  });
});

test('a row that names its own figure, period and unit says them; its codes are no words', () => {
  const headline = {
    cell: {
      row: 1,
      column: 'value',
      title: { zh: '本期', en: 'This period' },
      value: 0.5123,
      in_row: {
        metric: 'key_share',
        label_zh: '大户占比',
        label_en: 'Key-account share',
        unit: 'share',
        change_unit: 'pp',
        period_start: '2012-05-22',
        period_end: '2012-06-18',
        value: 0.5123,
        wow_change: -0.2,
      },
    },
    params: {},
    names: {},
  };
  const columns = Object.keys(headline.cell.in_row).map((name) => ({ name, zh: name, en: name }));
  expect(figureWords(headline, columns, 'zh-CN')).toEqual({
    what: '大户占比 本期,2012-05-22—2012-06-18',
    value: '51.2%',
  });
  const change = { ...headline, cell: { ...headline.cell, column: 'wow_change', value: -0.2 } };
  expect(figureWords(change, columns, 'zh-CN').value).toBe('-0.2 个百分点');
});

test('a missing figure is —, a flag a sign', () => {
  const missing = { ...stock, cell: { ...stock.cell, value: null } };
  expect(figureWords(missing, stockColumns, 'zh-CN').value).toBe('—');
  const flag = { ...stock, cell: { ...stock.cell, column: 'is_record', value: true } };
  expect(figureWords(flag, stockColumns, 'zh-CN').value).toBe('✓');
});
