import { isKeyOn, zipfWeight, type Account } from '../../accounts.ts';
import { FIRST_DAY, LAST_DAY, type Day } from '../../calendar.ts';
import type { Rng } from '../../random.ts';

/** Commercial coal of the group in a year, kilograms. */
const GROUP_KG = 42_000_000_000;
/** Part of it that the key accounts take. */
const KEY_PART = 0.52;

/** What the CRM keeps of an account beside the account itself. */
export interface Customer {
  account: Account;
  /** kilograms in a year of buying; 0 for accounts that never bought */
  yearKg: number;
  /** days to pay after the month of delivery; negative: in advance */
  termDays: number;
  /** stopped paying in spring 2012 */
  inArrears: boolean;
}

/** Ranks of the four customers with a red warning level on the last day. */
const ARREARS = new Set([19, 33, 43, 58]);

/** The accounts with what the CRM knows of their size and manners. */
export function makeCustomers(accounts: readonly Account[], rng: Rng): Customer[] {
  const weight = ({ rank }: Account) => (rank > 0 ? zipfWeight(rank, 0.97) : 0);
  const isKey = (account: Account) => isKeyOn(account, LAST_DAY);
  const total = (key: boolean) =>
    accounts.filter((a) => isKey(a) === key).reduce((sum, account) => sum + weight(account), 0);
  const part = { key: KEY_PART / total(true), other: (1 - KEY_PART) / total(false) };
  return accounts.map((account) => {
    const share = weight(account) * (isKey(account) ? part.key : part.other);
    const u = rng.real();
    const inArrears = account.kind === 'active' && ARREARS.has(account.rank);
    return {
      account,
      yearKg: Math.round(share * GROUP_KG),
      termDays: inArrears ? 30 : u < 0.3 ? -10 : u < 0.75 ? 30 : 60,
      inArrears,
    };
  });
}

/** The customers that buy on a day. */
export function buyersOn(customers: readonly Customer[], day: Day): Customer[] {
  return customers.filter(({ account: { buys } }) => buys && buys.from <= day && day <= buys.to);
}

/** Draws customers in proportion to a power of their tonnes: the larger, the more records they have. */
export function weightedCustomers(customers: readonly Customer[], power: number): (rng: Rng) => Customer {
  const sums: number[] = [];
  let sum = 0;
  for (const { yearKg } of customers) sums.push((sum += (yearKg / 1e6) ** power));
  return (rng) => {
    const at = rng.real() * sum;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) <= at) low = middle + 1;
      else high = middle;
    }
    return customers[low] as Customer;
  };
}

/** How a row names its customer: a name as someone typed it and, mostly, the code. */
export function customerCells(
  { account }: Customer,
  rng: Rng,
): { account_code: string | null; account_name: string; account_id: string } {
  return {
    account_code: rng.chance(0.6) ? account.id : null,
    account_name: rng.chance(0.7) ? account.name : rng.pick(account.forms),
    account_id: account.id,
  };
}

/** A day of the sample on which a customer bought, or any day for one that never did. */
export function dayOfBusiness({ account: { buys } }: Customer, rng: Rng): Day {
  return rng.int(buys?.from ?? FIRST_DAY, Math.min(buys?.to ?? LAST_DAY, LAST_DAY));
}
