import type { Account } from '../../accounts.ts';
import { FIRST_DAY, LAST_DAY, dayOf, isoOf, isWorkday, nextWorkday } from '../../calendar.ts';
import type { Rng } from '../../random.ts';
import type { Row } from '../objects.ts';
import { stamp, yuan } from '../values.ts';
import { customerCells, dayOfBusiness, weightedCustomers, type Customer } from './customers.ts';
import { personName } from './people.ts';

const CONTACTS = 600;
const ACTIVITIES = 4000;
const TITLES = ['燃料部主任', '采购经理', '总经理', '副厂长', '化验室主任', '财务经理', '调度长'];
const DEPARTMENTS = ['燃料部', '物资部', '财务部', '生产部', '化验室'];
const KINDS = ['上门拜访', '电话', '会议', '微信', '邮件'];
const SUBJECTS = ['月度计划对接', '价格沟通', '质量异议回复', '催收货款', '合同续签', '库存了解', '发运协调'];
const BODIES = [
  '客户库存偏高,暂缓调入',
  '同意按月度计划执行,款到发货',
  '要求热值稳定在5500以上',
  '对方反映亏吨,已约联合检斤',
  '承诺月底前付款',
  '询问下季度价格政策',
];

/** Accounts as the CRM exports them. */
export function accountRows(accounts: readonly Account[]): Row[] {
  return accounts.map((account) => ({
    account_id: account.id,
    name: account.name,
    short_name: account.short,
    parent_id: account.parentId ?? null,
    industry: account.industry,
    tier: account.tier,
    registered_province: account.registeredProvince,
    use_province: account.useProvince,
    uscc: account.creditCode ?? null,
    credit_limit_cny: account.creditLimitWan === undefined ? null : yuan(account.creditLimitWan * 1_000_000),
    key_from: account.key ? isoOf(account.key.from) : null,
    key_to: account.key?.to === undefined ? null : isoOf(account.key.to),
    owner: account.owner,
    status: account.kind === 'prospect' ? '未成交' : '已成交',
  }));
}

/** What became of accounts over time: the spans in which they were key accounts, their tiers and parents. */
export function changeRows(accounts: readonly Account[], rng: Rng): Row[] {
  return accounts.flatMap((account) => {
    const common = { account_code: account.id, account_name: account.name, account_id: account.id };
    const { key, buys, tier, parentId } = account;
    const since = isoOf(buys?.from ?? FIRST_DAY);
    const rows: Row[] = [];
    const add = (field: string, value: string, from: string, to: string | null = null) =>
      rows.push({ ...common, field, value, valid_from: from, valid_to: to });
    if (key) add('key', '是', isoOf(key.from), key.to === undefined ? null : isoOf(key.to));
    if (buys && tier === 'B' && rng.chance(0.4)) {
      const raised = isoOf(rng.int(Math.max(buys.from, FIRST_DAY) + 60, LAST_DAY));
      add('tier', 'C', since, raised);
      add('tier', 'B', raised);
    } else if (buys) add('tier', tier, since);
    if (parentId) add('parent', parentId, since);
    return rows;
  });
}

/** Contacts of customers, the larger ones with more; telephone numbers are fictional. */
export function contactRows(customers: readonly Customer[], rng: Rng): Row[] {
  const pick = weightedCustomers(
    customers.filter((one) => one.yearKg > 0),
    0.5,
  );
  return Array.from({ length: CONTACTS }, (_, i) => ({
    contact_id: `LX${String(i + 1).padStart(6, '0')}`,
    ...customerCells(pick(rng), rng),
    name: personName(rng),
    title: rng.pick(TITLES),
    department: rng.pick(DEPARTMENTS),
    decision_role: rng.chance(0.25) ? '是' : '否',
    phone: `1390000${String(rng.int(0, 9999)).padStart(4, '0')}`,
  }));
}

/** Visits, calls and meetings on workdays. */
export function activityRows(customers: readonly Customer[], rng: Rng): Row[] {
  const pick = weightedCustomers(
    customers.filter((one) => one.yearKg > 0),
    0.6,
  );
  const rows = Array.from({ length: ACTIVITIES }, () => {
    const customer = pick(rng);
    const day = Math.min(LAST_DAY, nextWorkday(dayOfBusiness(customer, rng)));
    return { customer, day, minute: rng.int(8 * 60, 17 * 60 + 59) };
  }).sort((a, b) => a.day - b.day || a.minute - b.minute);
  return rows.map(({ customer, day, minute }, i) => ({
    activity_id: `HD${String(i + 1).padStart(6, '0')}`,
    ...customerCells(customer, rng),
    subject: rng.pick(SUBJECTS),
    kind: rng.pick(KINDS),
    happened_at: stamp(day, minute),
    body: rng.pick(BODIES),
    next_at: rng.chance(0.5) ? stamp(nextWorkday(day + rng.int(3, 30)), 9 * 60) : null,
    owner: customer.account.owner,
  }));
}

/** Fairs, forums and customer meetings: each year the same calendar. */
export function campaignRows(rng: Rng): Row[] {
  const calendar: [string, string, string, number, string][] = [
    ['03-12', '春季用户走访', '走访', 12, '了解迎峰度夏需求'],
    ['05-08', '迎峰度夏用户座谈会', '用户座谈会', 2, '落实夏季用煤计划'],
    ['07-16', '年中用户座谈会', '用户座谈会', 2, '中期合同执行回顾'],
    ['09-10', '秋季煤炭交易会', '煤炭交易会', 3, '拓展优势市场'],
    ['10-22', '大户高层互访', '走访', 8, '巩固重点大户'],
    ['11-20', '质量开放日', '开放日', 1, '展示采制化流程'],
    ['12-08', '年度订货会', '订货会', 4, '签订次年重点合同'],
  ];
  return [2010, 2011, 2012].flatMap((year) =>
    calendar.map(([day, name, kind, days, objective], i) => {
      const start = dayOf(`${year}-${day}`);
      const budget = rng.int(10, 80) * 1_000_000;
      const done = start + days <= LAST_DAY;
      return {
        campaign_id: `SC${year}${String(i + 1).padStart(2, '0')}`,
        name: `${year}年${name}`,
        kind,
        status: done ? '已完成' : isWorkday(start) ? '计划中' : '待定',
        starts_on: isoOf(start),
        ends_on: isoOf(start + days - 1),
        budget_cny: yuan(budget),
        cost_cny: done ? yuan(Math.round(budget * rng.between(0.8, 1.15))) : null,
        expected_cny: yuan(rng.int(500, 8000) * 1_000_000),
        objective,
      };
    }),
  );
}
