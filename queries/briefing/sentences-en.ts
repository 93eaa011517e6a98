import type { BriefingFacts, GradeFacts, StockFacts } from './facts.ts';
import { clause, figure, sentence, series, word, type Clause, type Fact, type Part } from './sentence.ts';
import { concentration, priceMove, volumeMove } from './words.ts';

const STOP = '.';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const PRICE = { flat: '', slight: 'marginally ', small: 'slightly ', clear: 'clearly ', sharp: 'sharply ' };
const VOLUME = { steady: '', small: 'slightly ', clear: 'clearly ', sharp: 'sharply ' };

function monthDay(day: Fact<string> | null | undefined): Part | null {
  if (!day) return null;
  const [, month = 1, date] = day.value.split('-').map(Number);
  return { text: `${date} ${MONTHS[month - 1]}`, cell: day.cell };
}

const tonnes = (fact: Fact | null | undefined, form = {}): Clause => clause`${figure(fact, 2, form)} × 10 kt`;

function weekOfStock(facts: StockFacts): Clause {
  const { week, weekRate } = facts;
  if (!week || !weekRate) return null;
  if (volumeMove(weekRate.value) === 'steady')
    return clause`, little changed on the week (${figure(week, 2, { signed: true })})`;
  const way = week.value > 0 ? 'up' : 'down';
  return clause`, ${VOLUME[volumeMove(weekRate.value)]}${way} ${figure(week, 2, { absolute: true })} or ${figure(weekRate, 2, { absolute: true, percent: true })} on the week`;
}

function recordClause({ record }: BriefingFacts): Clause {
  if (!record || record.status === 'below') return null;
  const before = clause`the ${word(record.period)} high of ${figure(record.previous, 2)}`;
  if (record.status === 'tie') return clause`; it equals ${before}`;
  return clause`; it exceeds ${before} by ${figure(record.diff, 2)} (${figure(record.rate, 2, { signed: true, percent: true })}), a new record`;
}

function stock(facts: BriefingFacts): Clause {
  const port = facts.qinhuangdao;
  if (!port) return null;
  return sentence(
    clause`On ${monthDay(port.day)}, coal stock at Qinhuangdao was ${tonnes(port.stock)}`,
    [weekOfStock(port), recordClause(facts)],
    STOP,
  );
}

function range(grade: { low: Fact; high: Fact }): Clause {
  return grade.low.value === grade.high.value
    ? clause`${figure(grade.low, 1)}`
    : clause`${figure(grade.low, 1)}-${figure(grade.high, 1)}`;
}

function weekOfGrade({ week, weekUnchanged }: GradeFacts): Clause {
  if (!week) return null;
  if (weekUnchanged) return clause` (unchanged on the week)`;
  if (week.value === 0) return clause` (middle unchanged on the week, range moved)`;
  return clause` (${PRICE[priceMove(week.value)]}${week.value > 0 ? 'up' : 'down'} ${figure(week, 1, { absolute: true })} on the week)`;
}

function prices({ grades }: BriefingFacts): Clause {
  const first = grades[0];
  if (!first) return null;
  const listed = series(
    grades.map((grade) => {
      const quoted = clause`${grade.grade} ${range(grade)}`;
      return quoted && [...quoted, ...(weekOfGrade(grade) ?? [])];
    }),
    ', ',
  );
  return sentence(
    clause`On ${monthDay(first.day)}, Qinhuangdao FOB prices in CNY/t: ${listed}`,
    [spread(grades)],
    STOP,
  );
}

function spread(grades: readonly GradeFacts[]): Clause {
  const q5500 = grades.find(({ grade }) => grade === 'Q5500');
  const q5000 = grades.find(({ grade }) => grade === 'Q5000');
  if (!q5500 || !q5000?.normalised) return null;
  const gap: Fact = { value: q5500.mid.value - q5000.mid.value, cell: q5500.mid.cell };
  return clause`; Q5500 less Q5000 is ${figure(gap, 1)}, and Q5000 brought to 5500 kcal is ${figure(q5000.normalised, 1)}`;
}

function index({ index: facts, spot }: BriefingFacts): Clause {
  if (!facts) return null;
  const { change, streak, cumulative } = facts;
  const step =
    change &&
    (change.value === 0
      ? clause`, unchanged from the previous period`
      : clause`, ${change.value > 0 ? 'up' : 'down'} ${figure(change, 1, { absolute: true })} from the previous period`);
  const run =
    streak && cumulative && streak.value >= 2
      ? clause`; it has ${cumulative.value > 0 ? 'risen' : 'fallen'} for ${figure(streak, 0)} periods in a row, by ${figure(cumulative, 1, { absolute: true })} or ${figure(facts.cumulativeRate, 2, { absolute: true, percent: true })} in all`
      : null;
  const quoted =
    spot &&
    clause`; spot ${spot.grade} was quoted at ${range(spot)} on ${monthDay(spot.day)} (another measure, not merged)`;
  return sentence(
    clause`The Bohai-rim steam-coal index closed at ${figure(facts.value, 1)} CNY/t on ${monthDay(facts.day)}`,
    [step, run, quoted],
    STOP,
  );
}

function fourPorts({ fourPorts: ports, qinhuangdao }: BriefingFacts): Clause {
  if (!ports) return null;
  const ships = clause`; ${figure(qinhuangdao?.anchored, 0)} vessels lay at anchor off Qinhuangdao, ${figure(qinhuangdao?.perShip, 1)} × 10 kt of stock per vessel`;
  return sentence(
    clause`On ${monthDay(ports.day)}, stock at the four Bohai ports was ${tonnes(ports.stock)}`,
    [weekOfStock(ports), ships],
    STOP,
  );
}

function flow({ qinhuangdao: port }: BriefingFacts): Clause {
  if (!port?.railIn || !port.shipOut) return null;
  const net: Fact = { value: port.railIn.value - port.shipOut.value, cell: port.railIn.cell };
  return sentence(
    clause`At Qinhuangdao, ${figure(port.railIn, 1)} × 10 kt came by rail in the week (${figure(port.railInDaily, 1)} a day) and ${figure(port.shipOut, 1)} × 10 kt were shipped (${figure(port.shipOutDaily, 1)} a day)`,
    [
      clause`, a net ${net.value >= 0 ? 'inflow' : 'outflow'} of ${figure(net, 1, { absolute: true })} × 10 kt`,
    ],
    STOP,
  );
}

function share({ share: facts }: BriefingFacts): Clause {
  if (!facts) return null;
  const month = MONTHS[Number(facts.month.value.slice(5, 7)) - 1] ?? '';
  return sentence(
    clause`In ${{ text: month, cell: facts.month.cell }} to date, key accounts took ${tonnes(facts.keyTonnes)}, ${figure(facts.share, 1, { percent: true })} of all tonnes, ${figure(facts.gap, 1, { absolute: true })} percentage points ${facts.gap.value >= 0 ? 'above' : 'below'} the goal of ${figure(facts.goal, 1, { percent: true })}`,
    [
      clause`; the five largest customers took ${figure(facts.top5, 1, { percent: true })} over 12 months`,
      facts.hhi && clause`; HHI ${figure(facts.hhi, 0)} (${concentration(facts.hhi.value)} concentration)`,
    ],
    STOP,
  );
}

function movers({ movers: facts }: BriefingFacts): Clause {
  const ranked = facts.filter(({ change }) => change !== null);
  const up = ranked.toSorted((a, b) => (b.change?.value ?? 0) - (a.change?.value ?? 0)).at(0);
  const down = ranked.toSorted((a, b) => (a.change?.value ?? 0) - (b.change?.value ?? 0)).at(0);
  const rising = up && (up.change?.value ?? 0) > 0 ? up : undefined;
  const falling = down && (down.change?.value ?? 0) < 0 ? down : undefined;
  const said = series(
    [
      rising
        ? clause`the share of ${word(rising.provinceEn)} rose most (${figure(rising.change, 2, { signed: true })} pp to ${figure(rising.share, 1, { percent: true })})`
        : null,
      falling
        ? clause`that of ${word(falling.provinceEn)}${falling.advantage ? ', an advantage market,' : ''} fell most (${figure(falling.change, 2, { signed: true })} pp to ${figure(falling.share, 1, { percent: true })})`
        : null,
    ],
    ' and ',
  );
  return sentence(clause`Over the last four weeks, ${said}`, [], STOP);
}

/** The key points of an issue in English, in the order of the page; points without their figures are left out. */
export function sentencesEn(facts: BriefingFacts): Part[][] {
  return [stock, prices, index, fourPorts, flow, share, movers]
    .map((of) => of(facts))
    .filter((parts) => parts !== null);
}
