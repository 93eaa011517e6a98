import { expect, test } from 'vitest';
import { folded, likeness } from './likeness.ts';

test.each<[string, string, boolean]>([
  ['客户全名', '客户名称', true],
  ['合同号码', '合同编号', true],
  ['签约数量（万吨）', '合同量', true],
  ['起始日', '开始日期', true],
  ['截止日', '结束日期', true],
  ['StageName', 'Stage', true],
  ['close_value', 'Amount', true],
  ['客户名称', '客户编号', false],
  ['开始日期', '结束日期', false],
  ['净重', '毛重', false],
  ['合同编号', '采购单号', false],
  ['Ownership', 'Owner', false],
  ['Close Date', 'Created Date', false],
])('%j is like %j: %j', (a, b, alike) => {
  expect(likeness(folded(a), folded(b)) >= 0.63).toBe(alike);
});

test('a title is like itself, and like nothing that shares no two characters', () => {
  expect(likeness('合同量', '合同量')).toBe(1);
  expect(likeness('合同量', '备注')).toBe(0);
  expect(likeness('aaa', 'aa')).toBeCloseTo(6 / 7);
});
