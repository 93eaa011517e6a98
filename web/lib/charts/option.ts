import { dayToMs } from '../format/dates.ts';
import { formatValue } from '../format/numbers.ts';
import type { Lang } from '../i18n/languages.ts';
import { tilted, valueAxis, xAxis } from './axes.ts';
import { markLine, notes, spans } from './overlays.ts';
import { paint } from './palette.ts';
import type { ChartSeries, ChartSpec } from './spec.ts';
import { CHART_FONT, INK, type ChartOption } from './style.ts';

/** Widths up to which a chart is laid out for a phone. */
const NARROW = 520;

/** Heights up to which a chart has fewer grid lines. */
const LOW = 220;

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
