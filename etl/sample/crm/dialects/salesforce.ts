import { csvBytes } from '../formats/csv.ts';
import { chinese, layoutOf, type LayoutStyle } from '../layout.ts';
import { objectOf } from '../objects.ts';
import type { Dialect, Stranger } from '../table.ts';
import { PLAIN, grouped, halfDay, unpadded } from '../writers.ts';
import { CRM_OBJECTS } from './objects.ts';

const STYLE: LayoutStyle = {
  name: 'salesforce',
  headers: {
    account: { name: '客户名', owner: '客户所有人' },
    contact: { account_name: '客户名', account_code: null },
    activity: { account_name: '相关项', account_code: null, happened_at: '截止日期' },
    campaign: { campaign_id: '市场活动编号', name: '市场活动名称' },
    opportunity: {
      opportunity_no: '业务机会编码',
      name: '业务机会名称',
      account_name: '客户名',
      account_code: null,
      stage: '阶段',
      amount_cny: '金额',
      probability: '可能性',
      closes_on: '结束日期',
      owner: '业务机会所有人',
      created_at: '创建日期',
      stage_at: '阶段更新时间',
    },
    opportunity_stage: { opportunity_no: '业务机会编码', stage: '目标阶段', entered_at: '变更时间' },
    service_case: { case_no: '个案编号', account_code: null },
  },
  pick: chinese(1),
  units: (_object, _column, field) => (field.type === 'decimal' && field.unit === '比例' ? '%' : undefined),
  print: (header, unit) => `${header}${unit ? `(${unit})` : ''}`,
};

/** Record ids of 15 signs, or of 18 with their check signs. */
const RECORD_ID: Stranger = {
  header: '记录标识',
  value: (row) => `00690000${String(row).padStart(5, '0')}Xy${row % 2 ? 'AAE' : ''}`,
};
const PRODUCTS: Stranger = { header: '感兴趣的煤种', value: (row) => (row % 3 ? 'Q5500;Q5000' : 'Q5800') };

/**
 * Salesforce, a report in Chinese: GBK text, dates without padding, a twelve-hour clock, `￥` before money, picklists
 * joined by `;`, ids of 15 and 18 signs, and a foot of three lines.
 */
export const salesforce: Dialect = {
  name: 'salesforce',
  title: { zh: 'Salesforce', en: 'Salesforce' },
  objects: CRM_OBJECTS,
  delimited: () => true,
  layout: (object) => layoutOf(object, STYLE),
  strangers: (object) =>
    object === 'opportunity' || object === 'account' ? [RECORD_ID, PRODUCTS] : [RECORD_ID],
  fileName: (object, variant) => `report1340000${object.length}_${objectOf(object).title.zh}${variant}.csv`,
  writers: () => ({
    ...PLAIN,
    date: (iso) => unpadded(iso),
    timestamp: (stamp) => `${unpadded(stamp)} ${halfDay(stamp)}`,
    decimal: (text, { unit }) => {
      if (unit !== '元') return text;
      return text.startsWith('-') ? `-￥${grouped(text.slice(1))}` : `￥${grouped(text)}`;
    },
  }),
  head: (_object, headers) => [[...headers]],
  foot: (_object, rows) => [
    [],
    [`Grand Totals (${rows} records)`],
    ['Confidential Information - Do Not Distribute'],
    ['Copyright © 2000-2012 salesforce.com, inc. All rights reserved.'],
  ],
  encode: ({ records }) => csvBytes(records, { encoding: 'gb18030', lineEnd: '\n' }),
};
