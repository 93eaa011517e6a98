import type { ChartSpec } from '../charts/spec.ts';
import { formatSigned, formatValue, unitName } from '../format/numbers.ts';
import { translator } from '../i18n/index.ts';
import { pick, type Lang } from '../i18n/languages.ts';
import { numbers, rowAt, texts, type Table } from '../table.ts';

/**
 * A port's stock over time with the record before it as a line, the new record as a note, and events as spans.
 * @param stock `port_stock` @param record `port_record_high` @param events `market_events`
 */
export function stockChart(stock: Table, record: Table, events: Table, lang: Lang): ChartSpec {
  const t = translator(lang);
  const x = texts(stock, 'day');
  const values = numbers(stock, 'stock_wt');
  const facts = record.rowCount > 0 ? rowAt(record, 0) : {};
  const { previous_wt: previous, diff_wt: diff, diff_pct: rate, stock_wt: latest, day, status } = facts;
  const period = String(facts['previous_period'] ?? '').slice(0, 4);
  const marked = typeof previous === 'number';
  const onChart = typeof day === 'string' && typeof latest === 'number' && x.includes(day);
  const size = (value: unknown) => formatValue(value as number, 'wt', 2);
  const note =
    status === 'new'
      ? t('chart.stockNew', {
          value: size(latest),
          period,
          diff: formatSigned(diff as number, 'wt', 2),
          pct: formatSigned(rate as number, 'pct_change', 2),
        })
      : status === 'tie'
        ? t('chart.stockTie', { value: size(latest) })
        : '';
  const top = Math.max(...values.filter((value) => value !== null), marked ? previous : 0);
  return {
    kind: 'time',
    x,
    series: [{ name: t('chart.stockName'), type: 'area', tone: 'c2', strong: true, values }],
    axis: { unit: 'wt', unitLabel: unitName('wt', lang), min: 0, max: Math.ceil((top * 1.12) / 100) * 100 },
    marks: marked
      ? [
          {
            value: previous,
            label: t('chart.stockRecord', { period, value: formatValue(previous, 'wt', 1) }),
            tone: 'ember',
          },
        ]
      : [],
    notes: note && onChart ? [{ x: day, y: latest, text: note }] : [],
    spans: texts(events, 'kind').flatMap((kind, row) => {
      const event = rowAt(events, row);
      const from = String(event['starts_on']);
      const to = String(event['ends_on']);
      const first = x[0] ?? '';
      const last = x.at(-1) ?? '';
      if (kind !== 'daqin_maintenance' || to < first || from > last) return [];
      return [
        {
          from: from < first ? first : from,
          to: to > last ? last : to,
          label: pick({ zh: String(event['zh']), en: String(event['en']) }, lang),
        },
      ];
    }),
    label: note
      ? t('chart.label', { title: t('chart.stock'), summary: note.replaceAll('\n', ' ') })
      : t('chart.stock'),
  };
}
