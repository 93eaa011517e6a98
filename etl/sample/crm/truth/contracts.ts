import { dayOf, isoOf, nextWorkday, LAST_DAY, type Day } from '../../calendar.ts';
import { GRADES } from '../../grades.ts';
import type { Rng } from '../../random.ts';
import type { Row } from '../objects.ts';
import { tonnes, yuan } from '../values.ts';
import { buyersOn, customerCells, type Customer } from './customers.ts';
import { contractFen, marketFen } from './prices.ts';

/** Non-key customers with an annual contract, by size. */
const OTHERS = 50;
const SPOTS = 26;
const BASES = ['平仓', '车板', '坑口', '到厂'];

/** One contract with its months, as the collections need it. */
export interface Contract {
  no: string;
  customer: Customer;
  priceFen: number;
  months: { first: Day; kg: number }[];
  row: Row;
}

function contract(
  no: string,
  customer: Customer,
  kind: string,
  start: Day,
  months: number,
  yearPart: number,
  rng: Rng,
): Contract {
  const year = Number(isoOf(start).slice(0, 4));
  const grade = rng.pick(GRADES);
  const spot = kind === '现货';
  const priceFen = spot ? marketFen(grade, start) - rng.int(0, 10) * 100 : contractFen(grade, year);
  // 12 % of the annual contracts end at mid-year
  const length = months === 12 && rng.chance(0.12) ? 6 : months;
  const schedule = Array.from({ length }, (_, i) => ({
    first: Date.UTC(year, Number(isoOf(start).slice(5, 7)) - 1 + i, 1) / 86_400_000,
    kg:
      Math.max(1, Math.round((customer.yearKg * yearPart * rng.between(0.9, 1.1)) / 12 / 100_000)) * 100_000,
  }));
  const last = schedule.at(-1)?.first ?? start;
  const end = Date.UTC(Number(isoOf(last).slice(0, 4)), Number(isoOf(last).slice(5, 7)), 0) / 86_400_000;
  const kg = schedule.reduce((sum, month) => sum + month.kg, 0);
  return {
    no,
    customer,
    priceFen,
    months: schedule,
    row: {
      contract_no: no,
      name: `${customer.account.short}${year}年${kind}煤炭买卖合同`,
      ...customerCells(customer, rng),
      kind,
      starts_on: isoOf(start),
      ends_on: isoOf(end),
      signed_on: isoOf(nextWorkday(start - rng.int(5, 30))),
      qty_t: tonnes(kg),
      price_cny_t: yuan(priceFen),
      basis: rng.pick(BASES),
      heat_kcal_kg: grade.slice(1),
      amount_cny: yuan((kg / 1000) * priceFen),
      status: end < LAST_DAY ? '已完成' : start > LAST_DAY ? '未开始' : '执行中',
      renew_on: months === 12 ? isoOf(end - 30) : null,
      owner: customer.account.owner,
    },
  };
}

/**
 * Contracts: every key account an annual key contract, the next customers in size an annual one, some spot contracts;
 * and a monthly schedule of each.
 */
export function makeContracts(customers: readonly Customer[], rng: Rng): Contract[] {
  const out: Contract[] = [];
  const number = (start: Day) => `HT${isoOf(start).slice(0, 4)}-${String(out.length + 1).padStart(4, '0')}`;
  for (const year of [2010, 2011, 2012]) {
    const start = dayOf(`${year}-01-01`);
    const sized = buyersOn(customers, start).sort((a, b) => b.yearKg - a.yearKg);
    const isKey = ({ account: { key } }: Customer) =>
      key !== undefined && key.from <= start && (key.to === undefined || key.to > start);
    for (const one of sized.filter(isKey))
      out.push(contract(number(start), one, '重点', start, 12, 0.55, rng));
    const others = sized.filter((one) => !isKey(one)).slice(0, OTHERS);
    for (const one of others) out.push(contract(number(start), one, '年度长协', start, 12, 0.4, rng));
    for (const one of sized.filter(isKey).slice(0, 6)) {
      const quarter = dayOf(`${year}-04-01`);
      out.push(contract(number(quarter), one, '季度', quarter, 3, 0.15, rng));
    }
  }
  for (let i = 0; i < SPOTS; i++) {
    const start = dayOf(`${rng.int(2010, 2011)}-${String(rng.int(1, 12)).padStart(2, '0')}-01`);
    const one = rng.pick(buyersOn(customers, start));
    out.push(contract(number(start), one, rng.chance(0.5) ? '现货' : '月度', start, 1, 0.3, rng));
  }
  return out;
}

/** The monthly schedule of contracts. */
export function scheduleRows(contracts: readonly Contract[]): Row[] {
  return contracts.flatMap(({ no, months }) =>
    months.map(({ first, kg }) => ({ contract_no: no, month: isoOf(first), qty_t: tonnes(kg) })),
  );
}
