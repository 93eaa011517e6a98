/**
 * The units a column may have: the one place that names them. `zh` and `en` are printed in table headers and on axes;
 * `share` and `pct_change` are fractions (0.52 is printed as 52 %), `pp` is already in percentage points.
 */
export const UNITS = {
  share: { zh: '%', en: '%' },
  pct_change: { zh: '%', en: '%' },
  pp: { zh: '个百分点', en: 'pp' },
  wt: { zh: '万吨', en: '10 kt' },
  t: { zh: '吨', en: 't' },
  t_day: { zh: '吨/天', en: 't/day' },
  wt_day: { zh: '万吨/天', en: '10 kt/day' },
  cny_t: { zh: '元/吨', en: 'CNY/t' },
  cny_tce: { zh: '元/吨标煤', en: 'CNY/tce' },
  fen_kcal: { zh: '分/大卡', en: 'fen per kcal/kg' },
  cny: { zh: '元', en: 'CNY' },
  cny_wan: { zh: '万元', en: '10k CNY' },
  wt_ship: { zh: '万吨/艘', en: '10 kt/vessel' },
  ships: { zh: '艘', en: 'vessels' },
  accounts: { zh: '户', en: 'accounts' },
  cases: { zh: '件', en: 'cases' },
  per_wt: { zh: '件/万吨', en: 'cases per 10 kt' },
  count: { zh: '个', en: 'count' },
  rows: { zh: '行', en: 'rows' },
  days: { zh: '天', en: 'days' },
  periods: { zh: '期', en: 'periods' },
  kcal_kg: { zh: '大卡/千克', en: 'kcal/kg' },
  ratio: { zh: '', en: '' },
} as const satisfies Record<string, { zh: string; en: string }>;

/** A unit's code in query headers and results. */
export type Unit = keyof typeof UNITS;

/** All unit codes. */
export const UNIT_CODES = Object.keys(UNITS) as [Unit, ...Unit[]];

/** How a value is written where its type and unit do not say it. */
export const FORMATS = [
  'date',
  'month',
  'instant',
  'integer',
  'decimal1',
  'decimal2',
  'decimal3',
  'flag',
] as const;
export type Format = (typeof FORMATS)[number];

/** Languages of every title and label. */
export type Lang = 'zh' | 'en';
