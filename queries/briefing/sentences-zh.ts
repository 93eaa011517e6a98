import type { BriefingFacts, GradeFacts, StockFacts } from './facts.ts';
import { clause, figure, sentence, series, word, type Clause, type Fact, type Part } from './sentence.ts';
import { concentration, priceMove, volumeMove } from './words.ts';

const STOP = '。';
const PRICE = { flat: '', slight: '微', small: '小幅', clear: '明显', sharp: '大幅' };
const VOLUME = { steady: '', small: '小幅', clear: '明显', sharp: '大幅' };
const HHI = { low: '低', medium: '中', high: '高' };

function monthDay(day: Fact<string> | null | undefined): Part | null {
  if (!day) return null;
  const [, month, date] = day.value.split('-').map(Number);
  return { text: `${month}月${date}日`, cell: day.cell };
}

function moved(change: Fact, rate: Fact | null, up: string, down: string): string {
  const size = rate ? VOLUME[volumeMove(rate.value)] : '';
  return `${size}${change.value > 0 ? up : down}`;
}

function weekOfStock(facts: StockFacts): Clause {
  const { week, weekRate } = facts;
  if (!week || !weekRate) return null;
  if (volumeMove(weekRate.value) === 'steady')
    return clause`,较上周基本持平(${figure(week, 2, { signed: true })}万吨)`;
  const way = week.value > 0 ? '增幅' : '降幅';
  return clause`,较上周${moved(week, weekRate, '增加', '减少')}${figure(week, 2, { absolute: true })}万吨,${way}${figure(weekRate, 2, { absolute: true, percent: true })}`;
}

function recordClause({ record }: BriefingFacts): Clause {
  if (!record || record.status === 'below') return null;
  const before = clause`${word(record.period)}年历史高点${figure(record.previous, 2)}万吨`;
  if (record.status === 'tie') return clause`;平${before},未创新高`;
  return clause`;超过${before}${figure(record.diff, 2)}万吨(${figure(record.rate, 2, { signed: true, percent: true })}),创历史新高(前高出处:${word(record.source)})`;
}

function stock(facts: BriefingFacts): Clause {
  const port = facts.qinhuangdao;
  if (!port) return null;
  return sentence(
    clause`截至${monthDay(port.day)},秦皇岛港煤炭库存${figure(port.stock, 2)}万吨`,
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
  if (weekUnchanged) return clause`(周环比持平)`;
  if (week.value === 0) return clause`(周环比中间价不变,报价区间有调整)`;
  const size = PRICE[priceMove(week.value)];
  return clause`(周环比${size}${week.value > 0 ? (size === '微' ? '涨' : '上涨') : size === '微' ? '跌' : '下跌'}${figure(week, 1, { absolute: true })}元/吨)`;
}

function prices({ grades }: BriefingFacts): Clause {
  const first = grades[0];
  if (!first) return null;
  const listed = series(
    grades.map((grade) => {
      const quoted = clause`${grade.grade}平仓价${range(grade)}元/吨`;
      return quoted && [...quoted, ...(weekOfGrade(grade) ?? [])];
    }),
    '、',
  );
  return sentence(clause`截至${monthDay(first.day)},秦皇岛${listed}`, [spread(grades)], STOP);
}

function spread(grades: readonly GradeFacts[]): Clause {
  const q5500 = grades.find(({ grade }) => grade === 'Q5500');
  const q5000 = grades.find(({ grade }) => grade === 'Q5000');
  if (!q5500 || !q5000?.normalised) return null;
  const gap: Fact = { value: q5500.mid.value - q5000.mid.value, cell: q5500.mid.cell };
  return clause`;Q5500与Q5000价差${figure(gap, 1)}元/吨,按5500大卡热值折算后Q5000为${figure(q5000.normalised, 1)}元/吨`;
}

function index({ index: facts, spot }: BriefingFacts): Clause {
  if (!facts) return null;
  const { change, streak, cumulative } = facts;
  const step =
    change &&
    (change.value === 0
      ? clause`,与前一报告期持平`
      : clause`,比前一报告期${change.value > 0 ? '上涨' : '下降'}${figure(change, 1, { absolute: true })}元/吨`);
  const run =
    streak && cumulative && streak.value >= 2
      ? clause`;已连续${figure(streak, 0)}个报告期${cumulative.value > 0 ? '上涨' : '下降'},累计${figure(cumulative, 1, { absolute: true })}元/吨、${figure(facts.cumulativeRate, 2, { absolute: true, percent: true })}`
      : null;
  const quoted =
    spot && clause`;${monthDay(spot.day)}现货${spot.grade}平仓价${range(spot)}元/吨(口径不同,不作合并)`;
  return sentence(
    clause`环渤海动力煤价格指数${monthDay(facts.day)}报收于${figure(facts.value, 1)}元/吨`,
    [step, run, quoted],
    STOP,
  );
}

function fourPorts({ fourPorts: ports, qinhuangdao }: BriefingFacts): Clause {
  if (!ports) return null;
  const ships = clause`;秦港锚地船${figure(qinhuangdao?.anchored, 0)}艘,货船比${figure(qinhuangdao?.perShip, 1)}万吨/艘`;
  return sentence(
    clause`截至${monthDay(ports.day)},环渤海四港库存${figure(ports.stock, 2)}万吨`,
    [weekOfStock(ports), ships],
    STOP,
  );
}

function flow({ qinhuangdao: port }: BriefingFacts): Clause {
  if (!port?.railIn || !port.shipOut) return null;
  const net: Fact = { value: port.railIn.value - port.shipOut.value, cell: port.railIn.cell };
  return sentence(
    clause`秦港本周铁路调入${figure(port.railIn, 1)}万吨(日均${figure(port.railInDaily, 1)}),调出${figure(port.shipOut, 1)}万吨(日均${figure(port.shipOutDaily, 1)})`,
    [clause`,净${net.value >= 0 ? '流入' : '流出'}${figure(net, 1, { absolute: true })}万吨`],
    STOP,
  );
}

function share({ share: facts }: BriefingFacts): Clause {
  if (!facts) return null;
  const month = Number(facts.month.value.slice(5, 7));
  return sentence(
    clause`${{ text: `${month}月`, cell: facts.month.cell }}至今重点大户销量${figure(facts.keyTonnes, 2)}万吨,占比${figure(facts.share, 1, { percent: true })},较目标(${figure(facts.goal, 1, { percent: true })})${facts.gap.value >= 0 ? '高' : '低'}${figure(facts.gap, 1, { absolute: true })}个百分点`,
    [
      clause`;近12个月前五大客户占${figure(facts.top5, 1, { percent: true })}`,
      facts.hhi && clause`;HHI ${figure(facts.hhi, 0)}(${HHI[concentration(facts.hhi.value)]}集中)`,
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
        ? clause`占比上升最多的是${word(rising.province)}(${figure(rising.change, 2, { signed: true })}个百分点,占${figure(rising.share, 1, { percent: true })})`
        : null,
      falling
        ? clause`下降最多的是${word(falling.province)}${falling.advantage ? '(优势市场)' : ''}(${figure(falling.change, 2, { signed: true })}个百分点,占${figure(falling.share, 1, { percent: true })})`
        : null,
    ],
    ',',
  );
  return sentence(clause`近4周各省发运量中,${said}`, [], STOP);
}

/** The key points of an issue in Chinese, in the order of the page; points without their figures are left out. */
export function sentencesZh(facts: BriefingFacts): Part[][] {
  return [stock, prices, index, fourPorts, flow, share, movers]
    .map((of) => of(facts))
    .filter((parts) => parts !== null);
}
