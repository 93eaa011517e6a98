import { dayToMs } from '../format/dates.ts';
import { paint } from './palette.ts';
import type { ChartMark, ChartSpec } from './spec.ts';
import { INK, type ChartOption } from './style.ts';

/** Level lines with their labels; undefined when there are none. */
export function markLine(marks: ChartMark[]): ChartOption | undefined {
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

/** Pinned notes; undefined when there are none. */
export function notes(spec: ChartSpec): ChartOption | undefined {
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

/** Marked spans of x; undefined when there are none. */
export function spans(spec: ChartSpec): ChartOption | undefined {
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
