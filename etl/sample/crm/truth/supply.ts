import { FIRST_DAY, LAST_DAY, isoOf } from '../../calendar.ts';
import { GRADES } from '../../grades.ts';
import type { Rng } from '../../random.ts';
import type { Row } from '../objects.ts';
import { tonnes, yuan } from '../values.ts';
import { marketFen } from './prices.ts';

const PURCHASES = 600;
const ASSAYS = 1500;
const SUPPLIERS = [
  '岱澜能源有限公司',
  '远砚煤业有限责任公司',
  '霁峦洗选有限公司',
  '栖原煤业有限公司',
  '汀野能源贸易有限公司',
];

/** Days of the sample, drawn at random, in order. */
function daysOf(count: number, rng: Rng): number[] {
  return Array.from({ length: count }, () => rng.int(FIRST_DAY, LAST_DAY)).sort((a, b) => a - b);
}

function heatOf(grade: string, rng: Rng): number {
  return Number(grade.slice(1)) + Math.round(rng.normal(0, 60));
}

/** Coal bought from others to complete our own. */
export function purchaseRows(rng: Rng): Row[] {
  return daysOf(PURCHASES, rng).map((day, i) => {
    const grade = rng.pick(GRADES);
    const kg = rng.int(400, 9000) * 1000 + rng.int(0, 99) * 10;
    return {
      purchase_no: `CG${String(i + 1).padStart(6, '0')}`,
      supplier: rng.pick(SUPPLIERS),
      grade,
      received_on: isoOf(day),
      qty_t: tonnes(kg),
      price_cny_t: yuan(marketFen(grade, day) - rng.int(60, 140) * 100),
      freight_cny: rng.chance(0.8) ? yuan(Math.round(kg / 1000) * rng.int(20, 60) * 100) : null,
      heat_kcal_kg: String(heatOf(grade, rng)),
    };
  });
}

/** Assays of lots. */
export function assayRows(rng: Rng): Row[] {
  return daysOf(ASSAYS, rng).map((day, i) => {
    const grade = rng.pick(GRADES);
    const pct = (mean: number, sd: number) => Math.max(0.1, rng.normal(mean, sd)).toFixed(2);
    const date = isoOf(day).replaceAll('-', '');
    return {
      assay_no: `HY${date}${String(i % 100).padStart(3, '0')}`,
      sample_no: `CY${date}-${rng.int(1, 99)}`,
      ticket_no: `P${date}${String(rng.int(1, 300)).padStart(7, '0')}`,
      sampled_on: isoOf(day),
      mt_pct: pct(10, 1.2),
      mad_pct: pct(2.4, 0.4),
      aad_pct: pct(18 + (5500 - Number(grade.slice(1))) / 200, 1.5),
      vdaf_pct: pct(36, 1.5),
      stad_pct: pct(0.6, 0.15),
      heat_kcal_kg: String(heatOf(grade, rng)),
    };
  });
}
