import { LAST_DAY, isoOf, type Day } from '../../calendar.ts';
import type { Rng } from '../../random.ts';
import type { Row } from '../objects.ts';
import { stamp, tonnes } from '../values.ts';
import type { Customer } from './customers.ts';
import { personName } from './people.ts';

const PLANTS = 18;
const DAYS = 540;
/** Our group as the plants write it, and two fictional competitors. */
const SUPPLIERS = ['本集团', '远砚煤业', '岱澜能源'];
/** Reports are due by 17:00. */
const CUT_OFF = 17 * 60;
const PEOPLE = ['燃料部主任轮岗', '新任采购经理到岗', '副厂长退休'];

interface Plant {
  customer: Customer;
  reporter: string;
  /** reports late and with wrong figures */
  poor: boolean;
  burnKg: number;
}

function plantsOf(customers: readonly Customer[], rng: Rng): Plant[] {
  return customers
    .filter(({ account }) => account.industry === '电力' && account.kind === 'active' && account.buys)
    .sort((a, b) => b.yearKg - a.yearKg)
    .slice(0, PLANTS)
    .map((customer, i) => ({
      customer,
      reporter: personName(rng),
      poor: i === 5 || i === 13,
      burnKg: Math.round((customer.yearKg * rng.between(1.8, 3)) / 365 / 1000) * 1000,
    }));
}

/** Daily reports of the stationed staff and the plants' receipts by supplier. */
export function makePlants(
  customers: readonly Customer[],
  rng: Rng,
): Record<'plant_report' | 'plant_receipt', Row[]> {
  const plant_report: Row[] = [];
  const plant_receipt: Row[] = [];
  for (const { customer, reporter, poor, burnKg } of plantsOf(customers, rng)) {
    const { account } = customer;
    let stock = burnKg * rng.int(15, 25);
    for (let day: Day = LAST_DAY - DAYS + 1; day <= LAST_DAY; day++) {
      const burn = Math.round((burnKg * rng.between(0.85, 1.15)) / 1000) * 1000;
      const due = stock > burnKg * 30 ? 0 : burnKg * 2.4;
      const wagons = rng.chance(0.45) ? Math.round((due * rng.between(0.5, 1.4)) / 1000) * 1000 : 0;
      const parts = SUPPLIERS.map((supplier, i) => {
        const kg = Math.round((wagons * [0.45, 0.35, 0.2][i]!) / 1000) * 1000;
        return { supplier, kg };
      });
      const receipts = parts.reduce((sum, part) => sum + part.kg, 0);
      stock = Math.max(0, stock + receipts - burn);
      if (rng.chance(0.03)) continue;
      const reported =
        poor && rng.chance(0.5) ? Math.round((stock * rng.between(0.8, 1.3)) / 1000) * 1000 : stock;
      const onTime = rng.chance(poor ? 0.6 : 0.95);
      const row = { plant: account.short, reported_for: isoOf(day) };
      plant_report.push({
        ...row,
        account_code: null,
        account_id: account.id,
        generation_wkwh: rng.chance(0.95) ? (burn / 1000 / 3.2).toFixed(2) : null,
        burn_t: tonnes(burn),
        receipts_t: tonnes(receipts),
        stock_t: tonnes(reported),
        days: (reported / burnKg).toFixed(1),
        people: rng.chance(0.005) ? rng.pick(PEOPLE) : null,
        reporter,
        sent_at: stamp(onTime ? day : day + 1, onTime ? rng.int(14 * 60, CUT_OFF) : rng.int(480, 660)),
      });
      for (const { supplier, kg } of parts) {
        if (kg > 0) plant_receipt.push({ ...row, supplier, receipts_t: tonnes(kg) });
      }
    }
  }
  return { plant_report, plant_receipt };
}
