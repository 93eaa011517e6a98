import { axisMonth, dayToMs, longDay, longMonth, msToDay } from '../format/dates.ts';
import { formatValue, isPercent } from '../format/numbers.ts';
import type { Lang } from '../i18n/languages.ts';
import type { ChartAxis, ChartSpec } from './spec.ts';
import { INK, RULE, type ChartOption } from './style.ts';

/** The first day of a month, which stands for the month. */
const MONTH = /^\d{4}-\d{2}-01$/;

/** Keep a level line in sight where the values alone would end below or above it. */
function bounds(axis: ChartAxis, levels: readonly number[]): ChartOption {
  if (levels.length === 0) return { min: axis.min, max: axis.max };
  const [lowest, highest] = [Math.min(...levels), Math.max(...levels)];
  return {
    min: axis.min ?? ((data: { min: number }) => (lowest < data.min ? lowest * 0.98 : null)),
    max: axis.max ?? ((data: { max: number }) => (highest > data.max ? highest * 1.02 : null)),
  };
}

/**
 * A value axis with its unit.
 * @param levels values of level lines that must be in sight
 * @param low few grid lines, for a low chart
 */
export function valueAxis(
  axis: ChartAxis,
  levels: readonly number[],
  low: boolean,
  right = false,
): ChartOption {
  const percent = isPercent(axis.unit);
  return {
    type: 'value',
    name: axis.unitLabel,
    nameLocation: 'end',
    nameGap: 10,
    nameTextStyle: {
      color: INK,
      fontSize: 11,
      align: right ? 'right' : 'left',
      padding: right ? [0, -4, 0, 0] : [0, 0, 0, -28],
    },
    ...bounds(axis, levels),
    scale: axis.min === undefined,
    splitNumber: low ? 2 : 4,
    ...(percent && axis.max !== undefined
      ? { interval: axis.max - (axis.min ?? 0) > 0.75 ? 0.25 : 0.1 }
      : {}),
    position: right ? 'right' : 'left',
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      color: INK,
      fontSize: 11,
      formatter: (value: number) => (percent ? `${Math.round(value * 100)}%` : formatValue(value)),
    },
    splitLine: { show: !right, lineStyle: { color: RULE, width: 1 } },
    axisPointer: { show: false },
  };
}

/** The axis of time or of categories. */
export function xAxis(spec: ChartSpec, lang: Lang, narrow: boolean): ChartOption {
  const common = {
    axisLine: { lineStyle: { color: 'var(--rule-strong)' } },
    axisTick: { show: false },
    axisPointer: {
      show: true,
      type: 'line',
      label: { show: false },
      lineStyle: { color: 'var(--ink-3)', type: 'solid' },
    },
  };
  if (spec.kind === 'time') {
    const first = dayToMs(spec.x[0] ?? '2000-01-01');
    const last = dayToMs(spec.x.at(-1) ?? '2000-01-01');
    const months = (last - first) / 86_400_000 > 200;
    return {
      ...common,
      type: 'time',
      min: first,
      max: last,
      splitNumber: narrow ? 3 : 6,
      axisLabel: {
        color: INK,
        fontSize: 11,
        hideOverlap: true,
        showMinLabel: false,
        showMaxLabel: false,
        formatter: (value: number) => (months ? axisMonth(msToDay(value), lang) : msToDay(value).slice(5)),
      },
      splitLine: { show: false },
    };
  }
  return {
    ...common,
    type: 'category',
    data: spec.x,
    inverse: spec.horizontal === true,
    axisLabel: {
      color: INK,
      fontSize: 11,
      hideOverlap: true,
      interval: spec.horizontal ? 0 : 'auto',
      formatter: (label: string) => categoryLabel(label, lang),
      ...(tilted(spec) ? { interval: 0, rotate: 40, width: 64, overflow: 'truncate' } : {}),
      ...(spec.horizontal ? { width: narrow ? 72 : 112, overflow: 'truncate' } : {}),
    },
  };
}

/** Whether labels are names that do not fit side by side. */
export function tilted(spec: ChartSpec): boolean {
  return (
    spec.kind === 'category' &&
    !spec.horizontal &&
    spec.x.length > 6 &&
    !spec.x.every((label) => MONTH.test(label))
  );
}

/** A category as it stands on an axis: first days of months become months, other texts stay. */
export function categoryLabel(label: string, lang: Lang): string {
  return MONTH.test(label) ? axisMonth(label, lang) : label;
}

/** The heading of a tooltip. */
export function pointLabel(spec: ChartSpec, index: number, lang: Lang): string {
  const x = spec.x[index] ?? '';
  if (spec.kind === 'time') return longDay(x, lang);
  return MONTH.test(x) ? longMonth(x, lang) : x;
}
