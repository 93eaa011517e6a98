import type { Fact } from './sentence.ts';

/** A quoted range, 元/吨, and its changes; what has no comparator is null. */
export interface GradeFacts {
  grade: string;
  day: Fact<string>;
  low: Fact;
  high: Fact;
  mid: Fact;
  /** change of the middle against 7 days before */
  week: Fact | null;
  weekRate: Fact | null;
  /** both ends of the range are as 7 days before: only then it is unchanged */
  weekUnchanged: boolean;
  /** change against the same date last year */
  year: Fact | null;
  yearRate: Fact | null;
  /** difference to the highest middle price of the series, ≤ 0 */
  fromHigh: Fact | null;
  /** middle price brought to 5500 kcal/kg */
  normalised: Fact | null;
}

/** A stock at a day, 万吨, and its changes. */
export interface StockFacts {
  day: Fact<string>;
  stock: Fact;
  week: Fact | null;
  weekRate: Fact | null;
  anchored: Fact | null;
  /** stock ÷ anchored vessels, 万吨/艘 */
  perShip: Fact | null;
  railIn: Fact | null;
  railInDaily: Fact | null;
  shipOut: Fact | null;
  shipOutDaily: Fact | null;
}

/** A stock against everything before it in the same series. */
export interface RecordFacts {
  status: 'new' | 'tie' | 'below';
  previous: Fact;
  period: Fact<string>;
  source: Fact<string>;
  diff: Fact;
  rate: Fact | null;
}

/** The weekly index, 元/吨. */
export interface IndexFacts {
  day: Fact<string>;
  value: Fact;
  change: Fact | null;
  /** periods in a row with the same direction */
  streak: Fact | null;
  cumulative: Fact | null;
  cumulativeRate: Fact | null;
}

/** Key accounts over the month to date. */
export interface ShareFacts {
  month: Fact<string>;
  keyTonnes: Fact;
  share: Fact;
  goal: Fact;
  /** percentage points */
  gap: Fact;
  top5: Fact | null;
  hhi: Fact | null;
}

/** A province's share of tonnes, last four weeks. */
export interface MoverFacts {
  province: Fact<string>;
  provinceEn: Fact<string>;
  tonnes: Fact;
  share: Fact;
  /** change of the share against the four weeks before, percentage points */
  change: Fact | null;
  advantage: boolean;
}

/** Everything that the sentences of one issue may say. */
export interface BriefingFacts {
  qinhuangdao: StockFacts | null;
  record: RecordFacts | null;
  fourPorts: StockFacts | null;
  grades: GradeFacts[];
  /** the newest quotation of the benchmark in the week, if newer than the issue day */
  spot: { grade: string; day: Fact<string>; low: Fact; high: Fact } | null;
  index: IndexFacts | null;
  share: ShareFacts | null;
  movers: MoverFacts[];
}
