import { expect, test } from 'vitest';
import { normaliseTitle, titleUnitOf } from './title.ts';

test.each<[string, string, string | undefined]>([
  ['净重', '净重', undefined],
  ['*净重', '净重', undefined],
  ['净重*', '净重', undefined],
  [' 净　重 ', '净重', undefined],
  ['净重\n（吨）', '净重', '吨'],
  ['净重(吨)', '净重', '吨'],
  ['净重[吨]', '净重', '吨'],
  ['净重【kg】', '净重', 'kg'],
  ['净重（单位：吨）', '净重', '吨'],
  ['净重(石)', '净重', '石'],
  ['合同量,万吨', '合同量', '万吨'],
  ['合同量，万吨', '合同量', '万吨'],
  ['合同量/万吨', '合同量', '万吨'],
  ['单价/元/吨', '单价', '元/吨'],
  ['金额:万元', '金额', '万元'],
  ['金额 万元', '金额', '万元'],
  ['qty_t', 'qty', 't'],
  ['Probability (%)', 'probability', '%'],
  ['单价（含税）(元/吨)', '单价', '元/吨'],
  ['单价(元/吨,含税)', '单价', '元/吨'],
  ['单价(元/吨,不含税)', '单价(不含税)', '元/吨'],
  ['单价(不含税)', '单价(不含税)', undefined],
  ['Amount (converted)', 'amount(converted)', undefined],
  ['客户名称（必填）', '客户名称', undefined],
  ['City (Account) (Account)', 'city', undefined],
  ['Company Name (Company Name) (Account)', 'companyname', undefined],
  [' Full Name', 'fullname', undefined],
  ['(Do Not Modify) Account', '(donotmodify)account', undefined],
  ['（请勿修改）客户', '(donotmodify)客户', undefined],
  ['[账单地址]省份', '(账单地址)省份', undefined],
  ['应收余额（欠款）', '应收余额', '欠款'],
  ['\ufeffTicket No', 'ticketno', undefined],
  ['Ｔｉｃｋｅｔ', 'ticket', undefined],
  ['close_date', 'closedate', undefined],
  ['CloseDate', 'closedate', undefined],
  ['车号/船名', '车号/船名', undefined],
  ['(吨)', '', '吨'],
])('%j is %j in %j', (text, title, unit) => {
  expect(normaliseTitle(text)).toEqual({ title, unit });
});

test.each<[string[][], string[] | undefined]>([
  [
    [
      ['应收账款', ''],
      ['', '单位：万元'],
    ],
    ['万元'],
  ],
  [[['单位:', '万元/万吨']], ['万元/万吨']],
  [[['(单位：元、吨)']], ['元', '吨']],
  [[['Unit: t']], ['t']],
  [[['单位：元'], ['单位：万元']], ['万元']],
  [[['编制单位：一矿']], undefined],
  [[], undefined],
])('%j states %j', (above, units) => {
  expect(titleUnitOf(above)?.units).toEqual(units);
});
