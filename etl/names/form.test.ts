import { expect, test } from 'vitest';
import { branchKind, codeForm, companyForm, isBranchOf, marksOf } from './form.ts';

test.each([
  // one company
  ['江海电力', '江海电力'],
  ['江海电力股份有限公司', '江海电力'],
  ['江海电力（股份）公司', '江海电力'],
  ['江海电力(股份)有限公司', '江海电力'],
  ['江海电力（股份）有限公司', '江海电力'],
  ['江海电力有限责任公司', '江海电力'],
  ['江海电力（集团）有限公司', '江海电力'],
  ['江海电力集团有限公司', '江海电力'],
  ['江海电力集团股份有限公司', '江海电力'],
  ['江海电力集团公司', '江海电力'],
  ['江海电力集团', '江海电力'],
  ['江海电力总公司', '江海电力'],
  ['江海电力公司', '江海电力'],
  ['江海电力股份', '江海电力'],
  [' 江海　电力\u200b股份 有限公司 ', '江海电力'],
  // the plants and branches of it
  ['江海电力玉环电厂', '江海电力玉环电厂'],
  ['江海电力股份有限公司玉环电厂', '江海电力玉环电厂'],
  ['江海电力（股份）有限公司玉环热电', '江海电力玉环热电'],
  ['江海电力股份有限公司华东分公司', '江海电力华东分公司'],
  ['江海电力分公司', '江海电力分公司'],
  ['江海电力子公司', '江海电力子公司'],
  ['江海电力玉环办事处', '江海电力玉环办事处'],
  // other companies
  ['江海集团电力有限公司', '江海集团电力'],
  ['浙江江海电力有限公司', '浙江江海电力'],
  ['江海电子公司', '江海电子'],
  ['ｊｉａｎｇｈａｉ power 有限公司', 'JIANGHAIPOWER'],
  ['⼭岭水泥有限公司', '山岭水泥'],
  // nothing but a legal form
  ['有限公司', '有限公司'],
  ['集团', '集团'],
  ['  ', ''],
])('the form of %s', (name, form) => {
  expect(companyForm(name)).toBe(form);
  expect(companyForm(form)).toBe(form);
});

test.each([
  ['江海电力', ''],
  ['江海电力玉环电厂', '电厂'],
  ['江海电力玉环发电厂', '电厂'],
  ['江海电力玉环热电厂', '热电'],
  ['江海热电', '热电'],
  ['东岭水泥厂', '水泥厂'],
  ['江海电力华东分公司', '分公司'],
])('the branch at the end of %s', (form, kind) => expect(branchKind(form)).toBe(kind));

test.each([
  ['江海电力玉环电厂', '江海电力', true],
  ['江海电力华东分公司', '江海电力', true],
  ['江海电力', '江海电力', false],
  ['江海电力燃料', '江海电力', false],
  ['江海电力玉环电厂', '东岭钢铁', false],
  ['江海电力玉环电厂', '', false],
])('%s, a branch of %s: %s', (form, company, expected) => expect(isBranchOf(form, company)).toBe(expected));

test('numbers and quarters tell plants apart', () => {
  expect(marksOf('江海电力第二发电厂')).toBe('二');
  expect(marksOf('江海电力东渚发电厂')).not.toBe(marksOf('江海电力西渚发电厂'));
});

test.each([
  [' k0001 ', 'K0001'],
  ['Ｋ０００１', 'K0001'],
  ['', null],
  [null, null],
])('the code %s', (code, form) => expect(codeForm(code)).toBe(form));
