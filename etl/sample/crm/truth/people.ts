import type { Account } from '../../accounts.ts';
import { isoOf, monthsBetween, FIRST_DAY, LAST_DAY } from '../../calendar.ts';
import type { Rng } from '../../random.ts';
import type { Row } from '../objects.ts';
import { yuan } from '../values.ts';

/** Sales offices of the group. */
const OFFICES = ['运销一部', '运销二部', '运销三部', '华东办事处', '华南办事处'];
const USERS = 70;
const ROLES: [string, string, string][] = [
  ['R01', '集团领导', '全部'],
  ['R02', '运销总经理', '全部'],
  ['R03', '部门经理', '本部门及下级'],
  ['R04', '客户经理', '本人'],
  ['R05', '驻厂员', '本人及所驻客户'],
  ['R06', '数据分析员', '全部(只读)'],
];
const SURNAMES = [...'郭马罗梁宋郑谢唐韩曹许邓萧冯曾程蔡彭潘袁'];
const GIVEN = ['德明', '秀兰', '国平', '玉珍', '卫东', '晓梅', '振华', '明辉'];

/** Roles of the CRM. */
export function makeRoles(): Row[] {
  return ROLES.map(([role_id, name, scope]) => ({ role_id, name, scope }));
}

/** Names for people who own no accounts: stationed staff, contacts. */
export function personName(rng: Rng): string {
  return rng.pick(SURNAMES) + rng.pick(GIVEN);
}

/** Users of the CRM: everybody who owns an account, and others to 70; codes begin with zeros. */
export function makeUsers(accounts: readonly Account[], rng: Rng): Row[] {
  const names = [...new Set(accounts.map((account) => account.owner))].slice(0, USERS);
  while (names.length < USERS) {
    const name = personName(rng);
    if (!names.includes(name)) names.push(name);
  }
  return names.map((name, i) => ({
    user_id: String(i + 1).padStart(5, '0'),
    name,
    department: rng.pick(OFFICES),
    role: i < 60 ? '客户经理' : (ROLES[i % ROLES.length]?.[1] ?? null),
    status: rng.chance(0.06) ? '离职' : '在职',
  }));
}

/** Monthly targets of every office: tonnes, revenue and collections, and the share of key accounts by quarter. */
export function makeTargets(rng: Rng): Row[] {
  const rows: Row[] = [];
  const shares = OFFICES.map(() => rng.between(0.15, 0.25));
  const end = (month: string, months: number) => {
    const [year, number] = month.split('-').map(Number) as [number, number];
    return new Date(Date.UTC(year, number - 1 + months, 0)).toISOString().slice(0, 10);
  };
  for (const { id, first, index } of monthsBetween(FIRST_DAY, LAST_DAY)) {
    OFFICES.forEach((owner, i) => {
      const wt = Math.round(350 * (shares[i] ?? 0.2) * rng.between(0.9, 1.1));
      const period = { period_start: isoOf(first), period_end: end(id, 1), owner };
      rows.push(
        { metric: '销量', ...period, value: String(wt), unit: '万吨' },
        { metric: '销售收入', ...period, value: yuan(wt * rng.int(640, 720) * 100), unit: '万元' },
        { metric: '回款', ...period, value: yuan(wt * rng.int(600, 700) * 100), unit: '万元' },
      );
      if (index % 3 === 0) {
        rows.push({ metric: '大户占比', ...period, period_end: end(id, 3), value: '0.5', unit: '比例' });
      }
    });
  }
  return rows;
}
