import { csvBytes } from '../formats/csv.ts';
import { chinese, layoutOf, type LayoutStyle } from '../layout.ts';
import { objectOf, type ObjectId } from '../objects.ts';
import type { Dialect, Stranger } from '../table.ts';
import { PLAIN, epochMs } from '../writers.ts';
import { CRM_OBJECTS } from './objects.ts';

const STYLE: LayoutStyle = {
  name: 'fxiaoke',
  headers: {
    account: { tier: '客户级别', status: '成交状态' },
    activity: { subject: '互动场景', kind: '互动方式', body: '跟进正文', happened_at: '跟进时间' },
    opportunity: { stage: '销售阶段', closes_on: '预计结单日期', probability: '赢率' },
    contract: { starts_on: '合同开始时间', ends_on: '合同到期时间' },
  },
  pick: chinese(0),
  print: (header, unit) => `${header}${unit ? `(${unit})` : ''}`,
  shuffled: true,
};

/** Objects whose times come as milliseconds, as through the programming interface. */
const EPOCH = new Set<ObjectId>(['opportunity', 'opportunity_stage', 'service_case', 'return_visit']);

const LIFE: Stranger[] = [
  { header: '生命状态', value: (_, deleted) => (deleted ? '作废' : '正常') },
  { header: '已删除', value: (_, deleted) => (deleted ? '是' : '否') },
];

/**
 * 纷享销客: UTF-8 with a BOM; times to the minute or as milliseconds, records without an owner
 * (公海), and columns that mark what was deleted.
 */
export const fxiaoke: Dialect = {
  name: 'fxiaoke',
  title: { zh: '纷享销客', en: 'Fxiaoke' },
  objects: CRM_OBJECTS,
  delimited: () => true,
  layout: (object) => layoutOf(object, STYLE),
  strangers: () => LIFE,
  fileName: (object, variant) => `${objectOf(object).title.zh}_20120618${variant}.csv`,
  writers: (object) => ({
    ...PLAIN,
    date: (iso) => (EPOCH.has(object) ? epochMs(iso) : iso),
    timestamp: (stamp) => (EPOCH.has(object) ? epochMs(stamp) : stamp.slice(0, 16)),
  }),
  head: (_object, headers) => [[...headers]],
  foot: () => [],
  encode: ({ records }) => csvBytes(records, { encoding: 'utf-8-bom', lineEnd: '\r\n' }),
};
