import type { QueryChart } from '../../../queries/engine/query-file.ts';
import { formatValue, unitName } from '../format/numbers.ts';
import { pick, type Lang } from '../i18n/languages.ts';
import { column, distinct, named, numbers, texts, type Table } from '../table.ts';
import { gradeTone, toneAt } from './palette.ts';
import type { ChartSeries, ChartSpec, Tone } from './spec.ts';

/** Series drawn at most; the rest of a long tail is in the table. */
const MOST_SERIES = 12;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

function toneFor(name: string, index: number): Tone {
  return /^Q\d{4}$/.test(name) ? gradeTone(name) : toneAt(index);
}

/**
 * The chart that a query's header asks for.
 * @returns null when the header asks for none, or the result has nothing to draw
 */
export function chartFromHeader(
  chart: QueryChart | undefined,
  table: Table,
  title: string,
  lang: Lang,
): ChartSpec | null {
  const { x: xCode, y } = chart ?? {};
  if (
    !chart ||
    !xCode ||
    !y?.length ||
    chart.type === 'table' ||
    chart.type === 'pie' ||
    table.rowCount === 0
  )
    return null;
  const xName = named(table, xCode, lang);
  const labels = texts(table, xName);
  const x = distinct(table, xName);
  const time = x.every((label) => DAY.test(label)) && !monthly(x);
  if (time) x.sort();
  const place = new Map(x.map((label, i) => [label, i]));
  const columnOf = (name: string) => table.columns.find((candidate) => candidate.name === name);
  const spread = (values: (number | null)[], keep: (row: number) => boolean) => {
    const out: (number | null)[] = x.map(() => null);
    labels.forEach((label, row) => {
      if (keep(row)) out[place.get(label) ?? 0] = values[row] ?? null;
    });
    return out;
  };
  const type: ChartSeries['type'] =
    chart.type === 'line'
      ? 'line'
      : chart.type === 'area' || (chart.type === 'stacked' && time)
        ? 'area'
        : 'bar';
  const base = (name: string, index: number): Pick<ChartSeries, 'name' | 'type' | 'tone' | 'stack'> => ({
    name,
    type,
    tone: toneFor(name, index),
    ...(chart.type === 'stacked' ? { stack: 'all' } : {}),
  });
  const first = y[0] ?? '';
  const splitter = chart.series && named(table, chart.series, lang);
  const series: ChartSeries[] = splitter
    ? distinct(table, splitter)
        .slice(0, MOST_SERIES)
        .map((name, index) => {
          const keys = column(table, splitter);
          const keep = (row: number) => String(keys[row]) === name;
          return {
            ...base(name, index),
            values: spread(numbers(table, first), keep),
            ...(chart.band
              ? {
                  band: {
                    low: spread(numbers(table, chart.band[0]), keep),
                    high: spread(numbers(table, chart.band[1]), keep),
                  },
                }
              : {}),
          };
        })
    : y.map((name, index) => ({
        ...base(pick(columnOf(name) ?? { zh: name, en: name }, lang), index),
        values: spread(numbers(table, name), () => true),
        secondary: columnOf(name)?.unit !== columnOf(first)?.unit,
        ...(columnOf(name)?.unit !== columnOf(first)?.unit ? { type: 'line' as const } : {}),
      }));
  const unit = columnOf(first)?.unit ?? '';
  const other = y.map((name) => columnOf(name)?.unit ?? '').find((candidate) => candidate !== unit);
  const level = chart.mark
    ? (table.params[chart.mark] ?? table.data[chart.mark]?.findLast((cell) => cell !== null))
    : undefined;
  return {
    kind: time ? 'time' : 'category',
    x,
    series,
    axis: { unit, unitLabel: unitName(unit, lang), ...(type === 'bar' ? { min: 0 } : {}) },
    ...(other !== undefined && !splitter
      ? { secondary: { unit: other, unitLabel: unitName(other, lang) } }
      : {}),
    ...(typeof level === 'number'
      ? { marks: [{ value: level, label: formatValue(level, unit), tone: 'mark' as const }] }
      : {}),
    label: title,
  };
}

function monthly(days: readonly string[]): boolean {
  return days.every((day) => day.endsWith('-01'));
}
