import { workbookBytes } from '../formats/workbook.ts';
import { chinese, layoutOf, type LayoutStyle } from '../layout.ts';
import { objectOf, type ObjectId } from '../objects.ts';
import type { Cell, Dialect, Stranger } from '../table.ts';
import { PLAIN } from '../writers.ts';
import { CRM_OBJECTS } from './objects.ts';

const STYLE: LayoutStyle = {
  name: 'wukong',
  headers: {
    account: { use_province: '省', uscc: '税号' },
    contact: { account_name: '客户名称', phone: '手机' },
    opportunity: { stage: '商机阶段', closes_on: '预计成交日期', created_at: '创建时间' },
    contract: {
      starts_on: '合同开始时间',
      ends_on: '合同到期时间',
      signed_on: '下单时间',
      owner: '公司签约人',
    },
    collection_plan: { due_on: '计划回款日期', due_cny: '计划回款金额' },
  },
  pick: chinese(0),
  // its forms have no units for money: the source states them
  print: (header, unit, { required }) =>
    `${required ? '*' : ''}${header}${unit && unit !== '元' ? `(${unit})` : ''}`,
};

/** Picklist cells as the template of the import writes them: broken over two lines. */
const PICKLIST = ['A（重点客户）\r\n', 'B（普通客户）\r\n', 'C（非优先客户）\r\n'];

const address: Stranger[] = [
  { header: '市', value: () => null },
  { header: '区/县', value: () => null },
  { header: '详细地址', value: (row) => `解放路${row + 1}号` },
];

function numberOrText(text: string): Cell {
  const value = Number(text);
  return String(value) === text ? value : text;
}

/**
 * 悟空CRM: a BIFF workbook under an .xlsx name; a merged title in row 1, headers with `*` in row 2, the address in four
 * columns, line breaks inside picklist cells, a second sheet `data` with the picklists.
 */
export const wukong: Dialect = {
  name: 'wukong',
  title: { zh: '悟空CRM', en: 'Wukong CRM' },
  objects: CRM_OBJECTS,
  delimited: () => false,
  layout: (object) =>
    layoutOf(object, STYLE).map((column) =>
      column.unit === '元' ? { ...column, stated: 'source' } : column,
    ),
  strangers: (object) => (object === 'account' ? address : []),
  fileName: (object, variant) => `${objectOf(object).title.zh}导出_20120618${variant}.xlsx`,
  writers: () => ({
    ...PLAIN,
    decimal: numberOrText,
    label: (labels) => {
      const label = labels.find((one) => one.includes('（')) ?? (labels[0] as string);
      return PICKLIST.find((one) => one.startsWith(label)) ?? label;
    },
  }),
  head: (object: ObjectId, headers) => [
    [`${objectOf(object).title.zh}信息（*代表必填项；时间格式：YYYY-MM-DD HH:MM）`],
    [...headers],
  ],
  foot: () => [],
  encode: ({ records, width }) =>
    workbookBytes(
      [
        {
          name: 'Sheet1',
          records,
          merges: [{ s: { r: 0, c: 0 }, e: { r: 0, c: width - 1 } }],
        },
        { name: 'data', records: [['客户级别'], ...PICKLIST.map((one) => [one])] },
      ],
      { kind: 'biff8' },
    ),
};
