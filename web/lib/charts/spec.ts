/** Chart colours are names of CSS variables, so that one picture serves light, dark and print. */
export type Tone = 'c1' | 'c2' | 'c3' | 'c4' | 'c5' | 'c6' | 'c7' | 'c8' | 'other' | 'ember' | 'mark';

/** One series of a chart. `values` are in the unit of the axis; null is a gap. */
export interface ChartSeries {
  name: string;
  type: 'line' | 'area' | 'bar' | 'step';
  tone: Tone;
  values: (number | null)[];
  /** range drawn as a band behind a line, same length as `values` */
  band?: { low: (number | null)[]; high: (number | null)[] };
  /** series with the same name are stacked */
  stack?: string;
  /** on the right-hand axis */
  secondary?: boolean;
  dashed?: boolean;
  /** drawn stronger than the others */
  strong?: boolean;
  /** per-value tone, for bars that differ in kind */
  tones?: (Tone | undefined)[];
  /** the name and last value at the end of the line */
  endLabel?: boolean;
}

/** A horizontal line with its label. */
export interface ChartMark {
  value: number;
  label: string;
  tone: Tone;
  secondary?: boolean;
}

/** A value axis. */
export interface ChartAxis {
  unit: string;
  unitLabel: string;
  min?: number;
  max?: number;
}

/** What a chart shows, as plain data: server and client draw the same picture from it. */
export interface ChartSpec {
  /** `time`: x are dates `YYYY-MM-DD`, spaced by time; `category`: x are labels, spaced evenly */
  kind: 'time' | 'category';
  x: string[];
  series: ChartSeries[];
  axis: ChartAxis;
  secondary?: ChartAxis;
  marks?: ChartMark[];
  /** spans of x with a label, e.g. a maintenance window */
  spans?: { from: string; to: string; label: string }[];
  /** a pinned note at a point; lines are separated by \n */
  notes?: { x: string; y: number; text: string }[];
  /** swap the axes: long category names read from top to bottom */
  horizontal?: boolean;
  /** what a screen reader says */
  label: string;
}
