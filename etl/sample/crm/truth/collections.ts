import { dayOf, isoOf, nextWorkday, LAST_DAY, type Day } from '../../calendar.ts';
import type { Rng } from '../../random.ts';
import type { Row } from '../objects.ts';
import { yuan } from '../values.ts';
import type { Contract } from './contracts.ts';
import { customerCells, type Customer } from './customers.ts';

/** From here on customers pay later and more by acceptance bill. */
const TURN = dayOf('2012-05-01');
/** Customers in arrears pay nothing that falls due from here on. */
const ARREARS_FROM = dayOf('2012-01-20');
/** Days until an acceptance bill matures. */
const BILL_DAYS = 180;
/** Instalments that fall due later are not in the plan yet. */
const PLANNED_TO = LAST_DAY + 60;
const BILLS = ['银行承兑', '银行承兑', '银行承兑', '商业承兑'];

interface Instalment {
  contract: Contract;
  number: number;
  due: Day;
  fen: number;
}

/** Instalments of a contract: monthly for key contracts, every third month for the others; part of it is delivered. */
function instalments(contract: Contract, rng: Rng): Instalment[] {
  const step = contract.row['kind'] === '重点' ? 1 : 3;
  const out: Instalment[] = [];
  for (let i = 0; i < contract.months.length; i += step) {
    const months = contract.months.slice(i, i + step);
    const kg = months.reduce((sum, month) => sum + month.kg, 0);
    const first = months[0]?.first as Day;
    const { termDays } = contract.customer;
    const due = nextWorkday(termDays < 0 ? first : first + step * 30 + termDays);
    if (due > PLANNED_TO) break;
    const delivered = Math.round((kg / 1000) * Math.min(1, rng.normal(first >= TURN ? 0.86 : 0.93, 0.05)));
    out.push({ contract, number: out.length + 1, due, fen: delivered * contract.priceFen });
  }
  return out;
}

function paidOn({ contract: { customer }, due }: Instalment, rng: Rng): Day {
  if (customer.termDays < 0) return nextWorkday(due - rng.int(0, 8));
  const trader = customer.account.industry === '贸易' ? 1.5 : 1;
  return nextWorkday(due + Math.round((due >= TURN ? 16 : 6) * trader * Math.exp(rng.normal(0, 0.9))));
}

interface Receipt {
  of: Instalment;
  day: Day;
  fen: number;
  method: string;
  matures: Day | null;
}

function receipts(of: Instalment, rng: Rng): Receipt[] {
  const { customer } = of.contract;
  if (customer.inArrears && of.due >= ARREARS_FROM) return [];
  const first = paidOn(of, rng);
  const parts = rng.chance(0.75) ? [0.6, 0.4] : [1];
  return parts.flatMap((part, i) => {
    const day = nextWorkday(first + i * rng.int(1, 6));
    if (day > LAST_DAY) return [];
    const fen = i === 0 ? Math.round(of.fen * part) : of.fen - Math.round(of.fen * (parts[0] as number));
    const bill = customer.termDays > 0 && rng.chance(day >= TURN ? 0.55 : 0.35);
    const method = bill ? rng.pick(BILLS) : rng.chance(0.96) ? '电汇' : '支票';
    return [{ of, day, fen, method, matures: bill ? day + BILL_DAYS : null }];
  });
}

function planRow({ contract, number, due, fen }: Instalment, rng: Rng): Row {
  return {
    contract_no: contract.no,
    instalment: String(number),
    ...customerCells(contract.customer, rng),
    due_on: isoOf(due),
    due_cny: yuan(fen),
  };
}

function receiptRow(
  customer: Customer,
  { of, day, fen, method, matures }: Receipt,
  i: number,
  rng: Rng,
): Row {
  return {
    collection_no: `SK${String(i + 1).padStart(6, '0')}`,
    contract_no: of.contract.no,
    ...customerCells(customer, rng),
    received_on: isoOf(day),
    amount_cny: yuan(fen),
    method,
    matures_on: matures === null ? null : isoOf(matures),
    instalment: String(of.number),
  };
}

/**
 * The plan and the receipts. Four customers pay nothing that fell due since late January 2012, and the acceptance bill of
 * one of them was dishonoured: a red-letter entry takes it back.
 */
export function makeCollections(
  contracts: readonly Contract[],
  rng: Rng,
): Record<'collection_plan' | 'collection', Row[]> {
  const plan = contracts.flatMap((contract) => instalments(contract, rng));
  const paid = plan.flatMap((one) => receipts(one, rng));
  const dishonoured = paid.filter((one) => one.of.contract.customer.inArrears && one.matures !== null).at(-1);
  if (dishonoured) {
    paid.push({ ...dishonoured, day: nextWorkday(dayOf('2012-05-21')), fen: -dishonoured.fen });
  }
  return {
    collection_plan: plan.map((one) => planRow(one, rng)),
    collection: paid
      .sort((a, b) => a.day - b.day)
      .map((one, i) => receiptRow(one.of.contract.customer, one, i, rng)),
  };
}
