import { FIRST_DAY, LAST_DAY, isoOf, nextWorkday, type Day } from '../../calendar.ts';
import { GRADES } from '../../grades.ts';
import type { Rng } from '../../random.ts';
import type { Row } from '../objects.ts';
import { stamp, tonnes, yuan } from '../values.ts';
import { customerCells, weightedCustomers, type Customer } from './customers.ts';
import { personName } from './people.ts';
import { marketFen } from './prices.ts';

const OPPORTUNITIES = 560;
const QUOTES = 300;
/** Stage, the part of those in it that enters the next one, and its probability to win. */
const STAGES: [stage: string, onward: number, probability: string][] = [
  ['初步接洽', 0.4, '0.1'],
  ['需求确认', 0.6, '0.25'],
  ['送样试烧', 0.65, '0.4'],
  ['报价', 0.8, '0.6'],
  ['谈判', 0.85, '0.75'],
  ['合同评审', 0.97, '0.9'],
];
/** Median days in a stage; with a spread of 0.6 the whole way takes about 48. */
const DWELL_DAYS = 7;
const LOST = ['价格偏高', '热值不达标', '运力不足', '客户推迟采购', '竞争对手中标'];
const TERMS = ['款到发货', '月结30天', '承兑(180天)', '预付30%'];

interface Journey {
  opportunity: Row & { opportunity_no: string };
  stages: Row[];
  customer: Customer;
  quotedOn?: Day;
  grade: string;
  kg: number;
}

function journey(i: number, day: Day, customer: Customer, rng: Rng): Journey {
  const no = `SJ${isoOf(day).slice(0, 4)}-${String(i + 1).padStart(4, '0')}`;
  const { owner } = customer.account;
  const stages: Row[] = [];
  let [at, step, ended]: [Day, number, string | null] = [day, 0, null];
  let last = stamp(at, rng.int(540, 1050));
  let quotedOn: Day | undefined;
  const enter = (stage: string) => {
    last = stamp(at, rng.int(540, 1050));
    stages.push({ opportunity_no: no, stage, entered_at: last, changed_by: owner });
  };
  for (;;) {
    const [stage, onward] = STAGES[step] as (typeof STAGES)[number];
    enter(stage);
    if (stage === '报价') quotedOn = at;
    at = nextWorkday(at + Math.max(1, Math.round(DWELL_DAYS * Math.exp(rng.normal(0, 0.6)))));
    if (at > LAST_DAY) break;
    if (!rng.chance(onward)) ended = rng.chance(0.08) ? '作废' : '输单';
    else if (++step === STAGES.length) ended = '签约';
    if (ended) {
      enter(ended);
      break;
    }
  }
  const stage = ended ?? (STAGES[step]?.[0] as string);
  const grade = rng.pick(GRADES);
  const kg = rng.int(2, 60) * 1_000_000;
  const probability = ended === '签约' ? '1' : ended ? '0' : (STAGES[step]?.[2] as string);
  const closes = ended ? at : nextWorkday(day + rng.int(30, 90));
  return {
    opportunity: {
      opportunity_no: no,
      name: `${customer.account.short}${grade}采购`,
      ...customerCells(customer, rng),
      stage,
      amount_cny: yuan(Math.round((kg / 1000) * marketFen(grade, day))),
      expected_t: tonnes(kg),
      probability,
      closes_on: isoOf(closes),
      stage_at: last,
      lost_reason: ended === '输单' ? rng.pick(LOST) : null,
      owner,
      created_at: stages[0]?.['entered_at'] ?? last,
    },
    stages,
    customer,
    quotedOn,
    grade,
    kg,
  };
}

function quote(i: number, of: Journey, day: Day, rng: Rng): Row {
  const price = marketFen(of.grade, day) + rng.int(-20, 15) * 100;
  const freight = of.kg / 1000 <= 20_000 ? rng.int(10, 60) * 1_000_000 : 0;
  return {
    quote_no: `BJ${String(i + 1).padStart(6, '0')}`,
    ...customerCells(of.customer, rng),
    opportunity_no: of.opportunity.opportunity_no,
    quoted_on: isoOf(day),
    valid_to: isoOf(day + 15),
    status: rng.pick(['已审批', '审批中', '已发送']),
    grade: of.grade,
    price_cny_t: yuan(price),
    qty_t: tonnes(of.kg),
    freight_cny: yuan(freight),
    total_cny: yuan(Math.round((of.kg / 1000) * price) + freight),
    terms: rng.pick(TERMS),
  };
}

function team(of: Journey, rng: Rng): Row[] {
  const { opportunity_no } = of.opportunity;
  const joined = of.stages[1]?.['entered_at']?.slice(0, 10) ?? null;
  const member = (name: string, role: string, department: string): Row => ({
    opportunity_no,
    member: name,
    role,
    department,
    joined_on: joined,
  });
  const others: Row[] = [
    member(personName(rng), '质量工程师', '煤质管理部'),
    member(`${personName(rng)}(兼)`, '物流专员', '储运部'),
  ];
  return [member(of.customer.account.owner, '客户经理', '运销一部'), ...others.slice(0, rng.int(0, 2))];
}

/** Opportunities with the stages they went through, the quotes made and the teams that work on them. */
export function makeFunnel(
  customers: readonly Customer[],
  rng: Rng,
): Record<'opportunity' | 'opportunity_stage' | 'quote' | 'project_team', Row[]> {
  // nobody works on an account that has bought nothing for years
  const alive = customers.filter((one) => one.yearKg > 0 || one.account.kind === 'prospect');
  const prospects = alive.map((one) => ({ ...one, yearKg: Math.max(one.yearKg, 30_000_000) }));
  const pick = weightedCustomers(prospects, 0.3);
  const days = Array.from({ length: OPPORTUNITIES }, () => nextWorkday(rng.int(FIRST_DAY, LAST_DAY - 5)));
  const journeys = days.sort((a, b) => a - b).map((day, i) => journey(i, day, pick(rng), rng));
  const quoted = journeys.filter((one) => one.quotedOn !== undefined);
  const quotes = Array.from({ length: QUOTES }, (_, i) => {
    const of = quoted[i % quoted.length] as Journey;
    const round = Math.floor(i / quoted.length);
    return { of, day: Math.min(LAST_DAY, nextWorkday((of.quotedOn as Day) + round * 4)) };
  });
  return {
    opportunity: journeys.map((one) => one.opportunity),
    opportunity_stage: journeys.flatMap((one) => one.stages),
    quote: quotes.sort((a, b) => a.day - b.day).map(({ of, day }, i) => quote(i, of, day, rng)),
    project_team: journeys.filter((one) => one.stages.length > 2).flatMap((one) => team(one, rng)),
  };
}
