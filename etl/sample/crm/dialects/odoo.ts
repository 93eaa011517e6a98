import { csvBytes } from '../formats/csv.ts';
import { chinese, layoutOf, type LayoutStyle } from '../layout.ts';
import { objectOf } from '../objects.ts';
import type { Dialect } from '../table.ts';
import { PLAIN } from '../writers.ts';
import { CRM_OBJECTS } from './objects.ts';

const STYLE: LayoutStyle = {
  name: 'odoo',
  headers: {
    account: { account_id: 'ref', name: '名称', parent_id: 'parent_id/id', owner: 'user_id/name' },
    contact: { account_name: 'parent_id/name', account_code: 'parent_id/ref' },
    opportunity: {
      name: 'name',
      account_name: 'partner_id/name',
      account_code: 'partner_id/ref',
      stage: 'stage_id/name',
      amount_cny: '预期收益',
      closes_on: '预期结束',
      stage_at: 'date_last_stage_update',
      lost_reason: 'lost_reason_id/name',
      owner: '销售员',
      created_at: 'create_date',
    },
    opportunity_stage: {
      stage: 'stage_ids/stage_id',
      entered_at: 'stage_ids/entered_on',
      changed_by: 'stage_ids/user_id',
    },
    contract: { account_name: 'partner_id/name', account_code: 'partner_id/ref' },
    contract_schedule: { month: 'schedule_ids/月份', qty_t: 'schedule_ids/计划量' },
    quote: { account_name: 'partner_id/name', account_code: 'partner_id/ref' },
  },
  pick: chinese(0),
  print: (header, unit) => `${header}${unit ? `(${unit})` : ''}`,
};

/**
 * Odoo: UTF-8 text; contracts with their schedule and opportunities with their stages are one-to-many exports, in which
 * the parent's cells are blank on continuation rows; headers of related fields are paths such as `partner_id/name`.
 */
export const odoo: Dialect = {
  name: 'odoo',
  title: { zh: 'Odoo', en: 'Odoo' },
  objects: CRM_OBJECTS,
  delimited: () => true,
  nested: {
    contract: { child: 'contract_schedule', on: 'contract_no' },
    opportunity: { child: 'opportunity_stage', on: 'opportunity_no' },
  },
  layout: (object) => layoutOf(object, STYLE),
  strangers: () => [],
  fileName: (object, variant) => `${object.replace('_', '.')} (${objectOf(object).title.zh})${variant}.csv`,
  writers: () => ({ ...PLAIN, timestamp: (stamp) => stamp }),
  head: (_object, headers) => [[...headers]],
  foot: () => [],
  encode: ({ records }) => csvBytes(records, { encoding: 'utf-8', lineEnd: '\n' }),
};
