import type { ChartSpec } from '../charts/spec.ts';
import { formatValue, unitName } from '../format/numbers.ts';
import { translator } from '../i18n/index.ts';
import type { Lang } from '../i18n/languages.ts';
import { column, numbers, texts, type Table } from '../table.ts';

/** Key-account share by month against the goal; a month that is not complete is drawn pale. @param table `ka_share_trend` */
export function shareChart(table: Table, lang: Lang): ChartSpec {
  const t = translator(lang);
  const goal = Number(table.params['goal'] ?? 0.5);
  const values = numbers(table, 'key_share');
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known, goal);
  const high = Math.max(...known, goal);
  return {
    kind: 'category',
    x: texts(table, 'month'),
    series: [
      {
        name: t('chart.keyShare'),
        type: 'bar',
        tone: 'c2',
        values,
        tones: values.map((value, row) =>
          column(table, 'partial')[row] === true
            ? 'other'
            : value !== null && value < goal
              ? 'c6'
              : undefined,
        ),
      },
    ],
    axis: {
      unit: 'share',
      unitLabel: unitName('share', lang),
      // bars start at zero: a share cut off below would look like a multiple of what it is
      min: 0,
      max: Math.min(1, Math.ceil((high + 0.05) * 10) / 10),
    },
    marks: [
      { value: goal, label: t('chart.goalLine', { goal: formatValue(goal, 'share', 0) }), tone: 'ember' },
    ],
    label: t('chart.label', {
      title: t('chart.share', { goal: formatValue(goal, 'share', 0) }),
      summary: known.length > 0 ? `${formatValue(low, 'share')}–${formatValue(high, 'share')}` : '',
    }),
  };
}

/** Tonnes of the largest customers as bars, key accounts in another tone, with the cumulative share. @param table `account_pareto` */
export function paretoChart(table: Table, lang: Lang): ChartSpec {
  const t = translator(lang);
  const keys = column(table, 'is_key');
  return {
    kind: 'category',
    x: texts(table, 'short_name'),
    series: [
      {
        name: t('chart.tonnes'),
        type: 'bar',
        tone: 'other',
        values: numbers(table, 'wt'),
        tones: keys.map((key) => (key === true ? 'c2' : 'other')),
      },
      {
        name: t('chart.cumulative'),
        type: 'line',
        tone: 'c1',
        strong: true,
        secondary: true,
        values: numbers(table, 'cumulative_share'),
      },
    ],
    axis: { unit: 'wt', unitLabel: unitName('wt', lang), min: 0 },
    secondary: { unit: 'share', unitLabel: '%', min: 0, max: 1 },
    marks: [{ value: 0.5, label: t('chart.half'), tone: 'ember', secondary: true }],
    label: t('chart.pareto'),
  };
}
