import { FIRST_DAY, LAST_DAY, dayOf, nextWorkday, type Day } from '../../calendar.ts';
import { GRADES } from '../../grades.ts';
import { MINES } from '../../lots.ts';
import type { Rng } from '../../random.ts';
import type { Row } from '../objects.ts';
import { stamp, tonnes, yuan } from '../values.ts';
import { buyersOn, customerCells, weightedCustomers, type Customer } from './customers.ts';

/** The register of complaints begins here. */
const COMPLAINTS_FROM = dayOf('2011-07-01');
/** Complaints per 10 000 tonnes. */
const RATE = 0.45;
const CASES = 300;
const VISITS = 400;
const RESPONSE = 0.6;
const KINDS = ['热值', '亏吨', '杂物', '水分', '延误', '其他'];
const KIND_WEIGHTS = [45, 25, 12, 8, 7, 3];
const RESULTS = ['复检合格,客户认可', '按合同扣款', '补发差额', '协商降价', '三方联合采样'];
const SERVICES = ['发运咨询', '质量咨询', '结算对账', '合同变更', '技术交流'];
const WORDS = ['很满意', '满意', '一般', '不满意', '很不满意'];
/** Mean 4.2 of 5. */
const WORD_WEIGHTS = [42, 42, 11, 4, 1];

/** Minutes from opening to closing: median 5 days, one in ten more than 15. */
function settled(day: Day, rng: Rng): Day | null {
  const closed = nextWorkday(day + Math.max(0, Math.round(5 * Math.exp(rng.normal(0, 0.857)))));
  return closed <= LAST_DAY ? closed : null;
}

/** Complaints in proportion to tonnes. */
export function complaintRows(customers: readonly Customer[], rng: Rng): Row[] {
  const opened: { customer: Customer; day: Day }[] = [];
  for (let day = COMPLAINTS_FROM; day <= LAST_DAY; day++) {
    for (const customer of buyersOn(customers, day)) {
      let expected = (customer.yearKg / 365 / 10_000_000) * RATE;
      for (; expected > 0; expected--) if (rng.chance(Math.min(1, expected))) opened.push({ customer, day });
    }
  }
  return opened.map(({ customer, day }, i) => {
    const closed = settled(day, rng);
    const kg = rng.int(60, 4000) * 1000;
    return {
      complaint_no: `TS${String(i + 1).padStart(6, '0')}`,
      ...customerCells(customer, rng),
      kind: KINDS[rng.weighted(KIND_WEIGHTS)] ?? null,
      opened_at: stamp(day, rng.int(480, 720)),
      closed_at: closed === null ? null : stamp(closed, rng.int(780, 1060)),
      status: closed === null ? '处理中' : '已办结',
      mine: rng.pick(MINES),
      grade: rng.pick(GRADES),
      qty_t: tonnes(kg),
      claim_cny: rng.chance(0.5) ? yuan(Math.round(kg / 1000) * rng.int(3, 40) * 100) : null,
      result: closed === null ? null : rng.pick(RESULTS),
    };
  });
}

/** Cases of the service desk. */
export function caseRows(customers: readonly Customer[], rng: Rng): Row[] {
  const pick = weightedCustomers(
    customers.filter((one) => one.account.kind === 'active'),
    0.5,
  );
  const days = Array.from({ length: CASES }, () => nextWorkday(rng.int(FIRST_DAY, LAST_DAY - 3)));
  return days
    .sort((a, b) => a - b)
    .map((day, i) => {
      const closed = settled(day, rng);
      return {
        case_no: `GD${String(i + 1).padStart(6, '0')}`,
        ...customerCells(pick(rng), rng),
        subject: `${rng.pick(SERVICES)}受理`,
        kind: rng.pick(SERVICES),
        priority: rng.pick(['高', '中', '低']),
        status: closed === null ? '处理中' : '已关闭',
        opened_at: stamp(day, rng.int(480, 720)),
        closed_at: closed === null ? null : stamp(closed, rng.int(780, 1060)),
        result: closed === null ? null : rng.pick(RESULTS),
      };
    });
}

/** Return visits after complaints; two in five customers do not answer. */
export function visitRows(complaints: readonly Row[], rng: Rng): Row[] {
  const closed = complaints.filter((row) => row['closed_at']);
  const step = Math.floor(closed.length / VISITS);
  return Array.from({ length: VISITS }, (_, i) => {
    const of = closed[i * step] as Row;
    const answered = rng.chance(RESPONSE);
    const day = Math.min(
      LAST_DAY,
      nextWorkday(dayOf((of['closed_at'] as string).slice(0, 10)) + rng.int(1, 10)),
    );
    return {
      visit_no: `HF${String(i + 1).padStart(6, '0')}`,
      account_code: of['account_code'] ?? null,
      account_name: of['account_name'] ?? null,
      account_id: of['account_id'] ?? null,
      visited_at: stamp(day, rng.int(540, 1050)),
      form: rng.pick(['电话', '上门', '问卷']),
      satisfaction: answered ? (WORDS[rng.weighted(WORD_WEIGHTS)] ?? null) : null,
      feedback: answered && rng.chance(0.4) ? '处理及时,希望提高质量稳定性' : null,
      case_no: of['complaint_no'] ?? null,
    };
  });
}
