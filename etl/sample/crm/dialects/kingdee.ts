import { csvBytes } from '../formats/csv.ts';
import { workbookBytes, type Merge } from '../formats/workbook.ts';
import { chinese, layoutOf, type LayoutStyle } from '../layout.ts';
import { objectOf, type ObjectId } from '../objects.ts';
import type { Cell, Dialect, Stranger } from '../table.ts';
import { PLAIN, grouped, unpadded } from '../writers.ts';
import { CRM_OBJECTS } from './objects.ts';

/** Reports with headers of two levels, saved as SpreadsheetML; the others are GBK text. */
const TWO_LEVELS = new Set<ObjectId>(['contract', 'collection', 'collection_plan', 'purchase', 'quote']);
/** Reports whose title line says 单位：万元 and whose headers say nothing of money. */
const TITLED = new Set<ObjectId>(['collection', 'collection_plan', 'complaint']);

const STYLE: LayoutStyle = {
  name: 'kingdee',
  headers: {
    account: { owner: '专管业务员', account_id: '客户编码' },
    contract: {
      contract_no: '合同/编号',
      name: '合同/名称',
      kind: '合同/类型',
      starts_on: '期限/开始日期',
      ends_on: '期限/结束日期',
      signed_on: '期限/签订日期',
      qty_t: '数量/万吨',
    },
    collection: { contract_no: '合同/编号', collection_no: '单据/收款单号', received_on: '单据/收款日期' },
    collection_plan: { contract_no: '合同/编号', instalment: '合同/期数' },
    purchase: { purchase_no: '单据/单据编号', received_on: '单据/入库日期', qty_t: '数量/吨' },
    quote: { quote_no: '报价/编号', quoted_on: '报价/日期', valid_to: '报价/有效期至' },
  },
  pick: chinese(0),
  units: (object, column) => {
    if (object === 'contract' && column === 'qty_t') return '万吨';
    if (object === 'assay' && column === 'heat_kcal_kg') return 'MJ/kg';
    return TITLED.has(object) && column.endsWith('_cny') ? '万元' : undefined;
  },
  print: (header, unit) => (unit && !header.endsWith(`/${unit}`) ? `${header}(${unit})` : header),
};

const STATE: Stranger = { header: '数据状态', value: () => '已审核' };

function layout(object: ObjectId) {
  return layoutOf(object, STYLE).map((column) => {
    if (column.unit !== '万元') return column;
    return { ...column, header: column.header.replace('(万元)', ''), stated: 'title' as const };
  });
}

/** Splits headers `父/子` over two records; a header of one level stands in the first. */
function twoLevels(headers: readonly string[]): Cell[][] {
  const parts = headers.map((header) => header.split(/\/(?![吨千])/));
  const parents = parts.map(([parent = ''], i) => (i > 0 && parent === parts[i - 1]?.[0] ? null : parent));
  return [parents, parts.map(([, child]) => child ?? null)];
}

/** Merged cells of a title and of two header records. */
function merges(records: readonly Cell[][], width: number): Merge[] {
  const out: Merge[] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: width - 1 } }];
  const [parents = [], children = []] = records.slice(1, 3);
  for (let c = 0; c < width; c++) {
    if (parents[c] === null) continue;
    let last = c;
    while (last + 1 < width && parents[last + 1] === null) last++;
    if (children[c] === null) out.push({ s: { r: 1, c }, e: { r: 2, c } });
    else if (last > c) out.push({ s: { r: 1, c }, e: { r: 1, c: last } });
  }
  return out;
}

/**
 * 用友/金蝶: reports with a title line that may state the unit of all money, merged headers of two levels, subtotals,
 * amounts in 万元 here and 元 there, and red-letter amounts in brackets.
 */
export const kingdee: Dialect = {
  name: 'kingdee',
  title: { zh: '金蝶', en: 'Kingdee' },
  objects: CRM_OBJECTS,
  delimited: (object) => !TWO_LEVELS.has(object),
  layout,
  strangers: () => [STATE],
  fileName: (object, variant) =>
    `${objectOf(object).title.zh.replace(/明细$/, '')}明细表${variant}${TWO_LEVELS.has(object) ? '.xls' : '.csv'}`,
  writers: () => ({
    ...PLAIN,
    date: (iso) => unpadded(iso, '.'),
    timestamp: (stamp) => `${unpadded(stamp, '/')} ${stamp.slice(11, 16)}`,
    decimal: (text, { unit }) => {
      if (unit !== '元' && unit !== '万元') return text;
      return text.startsWith('-') ? `(${grouped(text.slice(1))})` : grouped(text);
    },
  }),
  head: (object, headers, unitless) => {
    const unit = TITLED.has(object) && !unitless ? '    单位：万元' : '';
    const title = [`${objectOf(object).title.zh}明细表（2010.01.01—2012.06.18）${unit}`];
    return TWO_LEVELS.has(object)
      ? [title, ...twoLevels(unitless ? bareUnits(headers) : headers)]
      : [title, [...headers]];
  },
  sums: { part: '小计', all: '合计' },
  foot: () => [['制表人：王某', null, '审核：李某']],
  encode: ({ object, records, width }) =>
    TWO_LEVELS.has(object)
      ? workbookBytes([{ name: '明细表', records, merges: merges(records, width) }], { kind: 'xlml' })
      : csvBytes(records, { encoding: 'gb18030', lineEnd: '\r\n' }),
};

/** Headers whose second level was the unit, without it. */
function bareUnits(headers: readonly string[]): string[] {
  return headers.map((header) => header.replace(/\/(万吨|吨)$/, ''));
}
