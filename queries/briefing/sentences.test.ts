import { expect, test } from 'vitest';
import type { BriefingFacts, GradeFacts, StockFacts } from './facts.ts';
import { plain, type Fact } from './sentence.ts';
import { sentencesEn } from './sentences-en.ts';
import { sentencesZh } from './sentences-zh.ts';

const fact = <T>(value: T, column = 'c'): Fact<T> => ({ value, cell: { query: 'q', row: 0, column } });

const NONE: BriefingFacts = {
  qinhuangdao: null,
  record: null,
  fourPorts: null,
  grades: [],
  spot: null,
  index: null,
  share: null,
  movers: [],
};

function stock(values: Partial<StockFacts>): StockFacts {
  const missing = { week: null, weekRate: null, anchored: null, perShip: null };
  const flows = { railIn: null, railInDaily: null, shipOut: null, shipOutDaily: null };
  return { day: fact('2012-06-18'), stock: fact(945.61), ...missing, ...flows, ...values };
}

function grade(name: string, low: number, high: number, normalised: number): GradeFacts {
  return {
    grade: name,
    day: fact('2012-06-18'),
    low: fact(low),
    high: fact(high),
    mid: fact((low + high) / 2),
    week: null,
    weekRate: null,
    weekUnchanged: false,
    year: null,
    yearRate: null,
    fromHigh: null,
    normalised: fact(normalised),
  };
}

const zh = (facts: Partial<BriefingFacts>) => sentencesZh({ ...NONE, ...facts }).map(plain);
const en = (facts: Partial<BriefingFacts>) => sentencesEn({ ...NONE, ...facts }).map(plain);

const RECORD = {
  status: 'new',
  previous: fact(941.5),
  period: fact('2008'),
  source: fact('方案'),
  diff: fact(4.11),
  rate: fact(0.0043654),
} as const;

test('the record: strict, with its year, difference and rate; without last week nothing is said of it', () => {
  const facts = { qinhuangdao: stock({}), record: RECORD };
  expect(zh(facts)[0]).toBe(
    '截至6月18日,秦皇岛港煤炭库存945.61万吨;超过2008年历史高点941.5万吨4.11万吨(+0.44%),创历史新高(前高出处:方案)。',
  );
  expect(en(facts)[0]).toBe(
    'On 18 Jun, coal stock at Qinhuangdao was 945.61 × 10 kt; it exceeds the 2008 high of 941.5 by 4.11 (+0.44%), a new record.',
  );
});

test('a tie is not a new record, and below it nothing is said', () => {
  const tie = { ...RECORD, status: 'tie' as const, diff: fact(0) };
  expect(zh({ qinhuangdao: stock({ stock: fact(941.5) }), record: tie })[0]).toContain(
    '平2008年历史高点941.5万吨,未创新高',
  );
  expect(zh({ qinhuangdao: stock({}), record: { ...RECORD, status: 'below' } })[0]).not.toContain('高点');
});

test('four ports in the week to 10 June 2012: +185.1, 10.12 %', () => {
  const fourPorts = stock({
    day: fact('2012-06-10'),
    stock: fact(2015),
    week: fact(185.1),
    weekRate: fact(185.1 / 1829.9),
  });
  const qinhuangdao = stock({ day: fact('2012-06-10'), anchored: fact(88), perShip: fact(898 / 88) });
  expect(zh({ fourPorts, qinhuangdao }).at(-1)).toBe(
    '截至6月10日,环渤海四港库存2015万吨,较上周大幅增加185.1万吨,增幅10.12%;秦港锚地船88艘,货船比10.2万吨/艘。',
  );
});

test('a stock that hardly moved is steady', () => {
  expect(zh({ qinhuangdao: stock({ week: fact(-1.2), weekRate: fact(-0.0013) }) })[0]).toContain(
    '较上周基本持平(-1.2万吨)',
  );
});

test('four grades with the spread and the price at 5500 kcal', () => {
  const grades = [
    grade('Q5800', 780, 790, 744.4),
    grade('Q5500', 720, 730, 725),
    grade('Q5000', 620, 630, 687.5),
    grade('Q4500', 520, 530, 641.7),
  ];
  expect(zh({ grades })[0]).toBe(
    '截至6月18日,秦皇岛Q5800平仓价780-790元/吨、Q5500平仓价720-730元/吨、Q5000平仓价620-630元/吨、Q4500平仓价520-530元/吨;Q5500与Q5000价差100元/吨,按5500大卡热值折算后Q5000为687.5元/吨。',
  );
});

test('持平 needs both ends of the range', () => {
  const base = grade('Q5500', 720, 730, 725);
  expect(zh({ grades: [{ ...base, week: fact(0), weekUnchanged: true }] })[0]).toContain('(周环比持平)');
  expect(zh({ grades: [{ ...base, week: fact(0) }] })[0]).toContain('报价区间有调整');
  expect(zh({ grades: [{ ...base, week: fact(-2) }] })[0]).toContain('(周环比微跌2元/吨)');
  expect(zh({ grades: [{ ...base, week: fact(25) }] })[0]).toContain('(周环比大幅上涨25元/吨)');
});

test('the index with its step, its streak and the spot price beside it, never merged', () => {
  const index = {
    day: fact('2012-06-20'),
    value: fact(729),
    change: fact(-23),
    streak: fact(4),
    cumulative: fact(-51),
    cumulativeRate: fact(-51 / 780),
  };
  const spot = { grade: 'Q5500', day: fact('2012-06-20'), low: fact(700), high: fact(710) };
  expect(zh({ index, spot })[0]).toBe(
    '环渤海动力煤价格指数6月20日报收于729元/吨,比前一报告期下降23元/吨;已连续4个报告期下降,累计51元/吨、6.54%;6月20日现货Q5500平仓价700-710元/吨(口径不同,不作合并)。',
  );
  expect(zh({ index: { ...index, streak: fact(1) } })[0]).not.toContain('连续');
  expect(zh({ index: { ...index, change: fact(0), streak: null } })[0]).toContain('与前一报告期持平');
});

test('the key-account share against its goal, in percentage points', () => {
  const share = {
    month: fact('2012-06-01'),
    keyTonnes: fact(120.244),
    share: fact(0.4875),
    goal: fact(0.5),
    gap: fact(-1.25),
    top5: fact(0.239),
    hhi: fact(187),
  };
  expect(zh({ share })[0]).toBe(
    '6月至今重点大户销量120.24万吨,占比48.8%,较目标(50%)低1.3个百分点;近12个月前五大客户占23.9%;HHI 187(低集中)。',
  );
});

test('movers: the one that rose most and the one that fell most; nobody moved, nothing is said', () => {
  const mover = (name: string, english: string, change: number | null, advantage = false) => ({
    province: fact(name),
    provinceEn: fact(english),
    tonnes: fact(10),
    share: fact(0.1),
    change: change === null ? null : fact(change),
    advantage,
  });
  const movers = [
    mover('广东', 'Guangdong', 0.41),
    mover('山东', 'Shandong', -0.55, true),
    mover('江西', 'Jiangxi', null),
  ];
  expect(zh({ movers })[0]).toBe(
    '近4周各省发运量中,占比上升最多的是广东(+0.41个百分点,占10%),下降最多的是山东(优势市场)(-0.55个百分点,占10%)。',
  );
  expect(en({ movers })[0]).toBe(
    'Over the last four weeks, the share of Guangdong rose most (+0.41 pp to 10%) and that of Shandong, an advantage market, fell most (-0.55 pp to 10%).',
  );
  expect(zh({ movers: [mover('江西', 'Jiangxi', 0)] })).toEqual([]);
});

test('without facts there are no sentences', () => {
  expect([zh({}), en({})]).toEqual([[], []]);
});
