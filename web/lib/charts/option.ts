import { axisMonth, dayToMs, longDay, longMonth, msToDay } from '../format/dates.ts';
import { formatValue, isPercent } from '../format/numbers.ts';
import type { Lang } from '../i18n/languages.ts';
import { paint } from './palette.ts';
import type { ChartAxis, ChartMark, ChartSeries, ChartSpec } from './spec.ts';

/**
 * The system fonts of the page, by name: text is measured before any style sheet applies. Without quotation marks, which
 * ECharts would put unescaped into a style attribute.
 */
export const CHART_FONT =
  'system-ui, -apple-system, Segoe UI, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif';

/** ECharts options are a deep open structure; they are built here and nowhere else. */
export type ChartOption = Record<string, unknown>;

const INK = 'var(--ink-2)';
const LINE = 'var(--rule)';

/** Widths up to which a chart is laid out for a phone. */
const NARROW = 520;

/** Heights up to which a chart has fewer grid lines. */
const LOW = 220;

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

function valueAxis(axis: ChartAxis, levels: readonly number[], low: boolean, right = false): ChartOption {
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
    splitLine: { show: !right, lineStyle: { color: LINE, width: 1 } },
    axisPointer: { show: false },
  };
}

function xAxis(spec: ChartSpec, lang: Lang, narrow: boolean): ChartOption {
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
function tilted(spec: ChartSpec): boolean {
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

function markLine(marks: ChartMark[]): ChartOption | undefined {
  if (marks.length === 0) return undefined;
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    data: marks.map((mark) => ({
      yAxis: mark.value,
      lineStyle: { color: paint(mark.tone), type: 'dashed', width: 1.5 },
      label: {
        formatter: mark.label,
        position: mark.secondary ? 'insideEndTop' : 'insideStartTop',
        color: paint(mark.tone),
        fontSize: 11,
        fontWeight: 600,
        backgroundColor: 'var(--surface)',
        padding: [1, 3],
      },
    })),
  };
}

function data(spec: ChartSpec, values: (number | null)[], series?: ChartSeries): unknown[] {
  return values.map((value, i) => {
    const tone = series?.tones?.[i];
    const point = spec.kind === 'time' ? [dayToMs(spec.x[i] ?? ''), value] : value;
    return tone ? { value: point, itemStyle: { color: paint(tone) } } : point;
  });
}

function band(spec: ChartSpec, series: ChartSeries): ChartOption[] {
  if (!series.band) return [];
  const { low, high } = series.band;
  const common = {
    type: 'line',
    symbol: 'none',
    silent: true,
    stack: `band:${series.name}`,
    stackStrategy: 'all',
    lineStyle: { color: paint(series.tone), opacity: 0 },
    tooltip: { show: false },
    emphasis: { disabled: true },
    z: 1,
  };
  const height = high.map((top, i) =>
    top === null || low[i] === null || low[i] === undefined ? null : top - low[i],
  );
  return [
    { ...common, name: `${series.name}:low`, data: data(spec, low) },
    {
      ...common,
      name: `${series.name}:band`,
      data: data(spec, height),
      areaStyle: { color: paint(series.tone), opacity: 0.2 },
    },
  ];
}

function drawn(spec: ChartSpec, series: ChartSeries, narrow: boolean, extras: ChartOption): ChartOption {
  const colour = paint(series.tone);
  const unit = (series.secondary ? spec.secondary : spec.axis)?.unit;
  const axisIndex = series.secondary ? 1 : 0;
  const common = {
    name: series.name,
    stack: series.stack,
    emphasis: { disabled: true },
    data: data(spec, series.values, series),
    ...(spec.horizontal ? { xAxisIndex: axisIndex } : { yAxisIndex: axisIndex }),
    ...extras,
  };
  if (series.type === 'bar') {
    return { ...common, type: 'bar', itemStyle: { color: colour }, barCategoryGap: '28%', barMaxWidth: 36 };
  }
  return {
    ...common,
    type: 'line',
    step: series.type === 'step' ? 'end' : false,
    symbol: series.secondary || spec.x.length < 2 ? 'circle' : 'none',
    symbolSize: 4,
    connectNulls: false,
    itemStyle: { color: colour },
    lineStyle: { color: colour, width: series.strong ? 2.5 : 1.5, type: series.dashed ? 'dashed' : 'solid' },
    z: series.strong ? 4 : 3,
    ...(series.type === 'area' ? { areaStyle: { color: colour, opacity: series.stack ? 0.78 : 0.14 } } : {}),
    ...(series.endLabel && !narrow
      ? {
          endLabel: {
            show: true,
            color: colour,
            fontSize: 11,
            fontWeight: 600,
            distance: 4,
            formatter: () => `${series.name} ${formatValue(lastOf(series.values), unit)}`,
          },
          labelLayout: { moveOverlap: 'shiftY' },
        }
      : {}),
  };
}

function lastOf(values: (number | null)[]): number | null {
  return values.findLast((value) => value !== null) ?? null;
}

function notes(spec: ChartSpec): ChartOption | undefined {
  if (!spec.notes?.length) return undefined;
  return {
    silent: true,
    symbol: 'circle',
    symbolSize: 8,
    itemStyle: { color: 'var(--up)', borderColor: 'var(--surface)', borderWidth: 2 },
    data: spec.notes.map((note) => ({
      coord: [spec.kind === 'time' ? dayToMs(note.x) : note.x, note.y],
      label: {
        show: true,
        position: 'top',
        distance: 6,
        formatter: note.text,
        color: 'var(--up)',
        fontSize: 12,
        fontWeight: 600,
        lineHeight: 16,
        align: 'right',
      },
    })),
  };
}

function spans(spec: ChartSpec): ChartOption | undefined {
  if (!spec.spans?.length) return undefined;
  return {
    silent: true,
    itemStyle: { color: 'var(--ink-3)', opacity: 0.12 },
    data: spec.spans.map((span) => [
      {
        name: span.label,
        xAxis: spec.kind === 'time' ? dayToMs(span.from) : span.from,
        // the words are longer than the span: they run towards the middle of the chart
        label: {
          color: INK,
          fontSize: 11,
          position:
            span.from > (spec.x[Math.floor(spec.x.length / 2)] ?? '')
              ? 'insideBottomRight'
              : 'insideBottomLeft',
        },
      },
      { xAxis: spec.kind === 'time' ? dayToMs(span.to) : span.to },
    ]),
  };
}

/**
 * The ECharts option of a chart: pure, the same on the server and in the browser. Colours are CSS variables; emphasis is
 * off because ECharts would compute with them.
 * @param size pixels; less than 520 wide the layout is a phone's, less than 220 high it has fewer grid lines
 */
export function chartOption(
  spec: ChartSpec,
  size: { width: number; height: number },
  lang: Lang,
): ChartOption {
  const low = size.height < LOW;
  const narrow = size.width < NARROW;
  const named = spec.series.filter((series) => !series.endLabel || narrow);
  const legend = spec.series.length > 1 && named.length > 0;
  const rightSpace = spec.series.some((series) => series.endLabel) && !narrow ? 86 : spec.secondary ? 44 : 16;
  const onPrimary = (spec.marks ?? []).filter((mark) => !mark.secondary);
  const onSecondary = (spec.marks ?? []).filter((mark) => mark.secondary);
  const firstSecondary = spec.series.findIndex((series) => series.secondary);
  const values = [
    valueAxis(
      spec.axis,
      onPrimary.map(({ value }) => value),
      low,
    ),
    ...(spec.secondary
      ? [
          valueAxis(
            spec.secondary,
            onSecondary.map(({ value }) => value),
            low,
            true,
          ),
        ]
      : []),
  ];
  const categories = xAxis(spec, lang, narrow);
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: CHART_FONT, color: INK },
    legend: legend
      ? {
          show: true,
          top: 0,
          left: 0,
          right: 0,
          type: narrow && named.length > 4 ? 'scroll' : 'plain',
          icon: 'roundRect',
          itemWidth: 14,
          itemHeight: 4,
          itemGap: 14,
          textStyle: { color: INK, fontSize: 12 },
          inactiveColor: 'var(--ink-3)',
          pageTextStyle: { color: INK },
          data: spec.series.map(({ name }) => name),
        }
      : { show: false },
    grid: {
      left: spec.horizontal ? (narrow ? 84 : 124) : 46,
      right: narrow && rightSpace > 50 ? 16 : rightSpace,
      top: legend ? 58 : 34,
      bottom: tilted(spec) ? 58 : 26,
      containLabel: false,
    },
    xAxis: spec.horizontal ? values : categories,
    yAxis: spec.horizontal ? categories : values,
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      borderWidth: 0,
      padding: 0,
      backgroundColor: 'transparent',
      className: 'chart-tip',
      axisPointer: {
        type: spec.series.some(({ type }) => type === 'bar') ? 'shadow' : 'line',
        shadowStyle: { color: 'var(--ink-3)', opacity: 0.1 },
      },
    },
    series: spec.series.flatMap((series, index) => [
      ...band(spec, series),
      drawn(spec, series, narrow, {
        ...(index === 0
          ? { markLine: markLine(onPrimary), markPoint: notes(spec), markArea: spans(spec) }
          : {}),
        ...(index === firstSecondary ? { markLine: markLine(onSecondary) } : {}),
      }),
    ]),
  };
}
