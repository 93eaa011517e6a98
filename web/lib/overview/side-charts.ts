import type { ChartSpec } from '../charts/spec.ts';
import { unitName } from '../format/numbers.ts';
import { translator } from '../i18n/index.ts';
import type { Lang } from '../i18n/languages.ts';
import { column, numbers, texts, type Table } from '../table.ts';

const SPREADS = [
  { name: 'spread_5800_5500', label: '5800−5500', tone: 'c2' },
  { name: 'spread_5500_5000', label: '5500−5000', tone: 'c1' },
  { name: 'spread_5000_4500', label: '5000−4500', tone: 'c3' },
] as const;

/** Price differences between neighbouring grades over time. @param table `grade_spread` */
export function spreadChart(table: Table, lang: Lang): ChartSpec {
  return {
    kind: 'time',
    x: texts(table, 'day'),
    series: SPREADS.map(({ name, label, tone }) => ({
      name: label,
      type: 'line',
      tone,
      values: numbers(table, name),
    })),
    axis: { unit: 'cny_t', unitLabel: unitName('cny_t', lang) },
    label: translator(lang)('chart.spread'),
  };
}

/** What a port's stock moved beyond its recorded flows, day by day; days beyond the tolerance stand out. @param table `port_reconcile` */
export function balanceChart(table: Table, lang: Lang): ChartSpec {
  const t = translator(lang);
  return {
    kind: 'time',
    x: texts(table, 'day'),
    series: [
      {
        name: t('chart.residual'),
        type: 'bar',
        tone: 'c6',
        values: numbers(table, 'residual_wt'),
        tones: column(table, 'ok').map((ok) => (ok === false ? 'ember' : undefined)),
      },
    ],
    axis: { unit: 'wt', unitLabel: unitName('wt', lang) },
    label: t('chart.balance'),
  };
}
