import type { DefectCode } from './defects.ts';
import type { ByGrade } from './grades.ts';
import type { PortCode } from './port-models.ts';

/** A number as decimal text, so that nothing is lost on the way through JSON. */
export type Decimal = string;

/** A row of a delivery file that must be rejected. */
export interface DefectKey {
  file: string;
  /** 1-based record number in the file; the header is row 1 */
  row: number;
  code: DefectCode;
  ticket: string;
}

/** What one delivery file holds: records = 1 header + good + duplicates + defects + 2 footers. */
export interface DeliveryFileKey {
  file: string;
  records: number;
  good: number;
  /** identical lines printed again; they change nothing */
  duplicates: number;
  defects: DefectKey[];
  /** tonnes of the good rows; the file's own 合计 line says the same */
  net_t: Decimal;
}

/** A published port figure that a later page corrects. */
export interface CorrectionKey {
  day: string;
  port: PortCode;
  measure: PortMeasure;
  /** `wrong`: the page's total agrees with it; `typo`: ten times too high, so the total does not (total_mismatch) */
  kind: 'wrong' | 'typo';
  published: Decimal;
  correct: Decimal;
  page: string;
  corrected_by: string;
}

export type PortMeasure = 'stock_wt' | 'rail_in_wt' | 'ship_out_wt' | 'anchored';

/** One port's true day; tonnage in 万吨. */
export interface PortDayKey {
  day: string;
  port: PortCode;
  stock_wt: Decimal;
  rail_in_wt: Decimal;
  ship_out_wt: Decimal;
  anchored: number;
}

/** A price range in yuan per tonne. */
export interface RangeKey {
  low: Decimal;
  high: Decimal;
  mid: Decimal;
}

/** A page of the sample site that carries data. */
export interface PageKey {
  /** path below the site's root */
  path: string;
  title: string;
  /** `YYYY-MM-DD HH:MM:SS` in Asia/Shanghai */
  published_at: string;
  /** rows of its data table without header and note; port pages count the totals */
  rows: number;
}

/** What the sample files mean, taken from the generator's own figures and not from the files. */
export interface AnswerKey {
  seed: number;
  scale: number;
  span: { first_day: string; last_day: string; last_price_day: string };
  accounts: {
    file: string;
    rows: number;
    active: number;
    dormant: number;
    prospects: number;
    /** key accounts on the last day */
    key: number;
    /** everybody who ever was key; `to` is exclusive */
    key_list: { account_id: string; name: string; from: string; to: string | null }[];
    /** how the good delivery rows write an account other than by its full name */
    aliases: { account_id: string; forms: string[] }[];
  };
  deliveries: {
    files: DeliveryFileKey[];
    records: number;
    good: number;
    duplicates: number;
    defects: number;
    net_t: Decimal;
    by_month: { month: string; tickets: number; net_t: Decimal; key_t: Decimal }[];
    by_province_month: { month: string; province: string; net_t: Decimal }[];
    by_account: { account_id: string; tickets: number; net_t: Decimal }[];
  };
  ports: {
    daily: PortDayKey[];
    /** figures that no page gives; a day with all four ports and measures is absent from its page */
    missing: { day: string; port: PortCode; measures: PortMeasure[] }[];
    corrections: CorrectionKey[];
    /** rows printed twice, identically */
    duplicates: { day: string; port: PortCode; page: string }[];
    /** true days whose stock does not follow from the flows; residual = Δstock − in + out, 万吨 */
    unreconciled: { day: string; port: PortCode; residual_wt: Decimal }[];
    pages: PageKey[];
  };
  prices: {
    daily: ({ day: string } & ByGrade<RangeKey>)[];
    weekly: ({ week_end: string; index: Decimal } & ByGrade<RangeKey>)[];
    pages: PageKey[];
  };
  /** the weekly bulletin of coastal plants and imports: every figure of every week, by series code */
  coast: {
    weekly: { week_end: string; series: string; value: Decimal }[];
    pages: PageKey[];
  };
}
