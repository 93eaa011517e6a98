import type { Tone } from './spec.ts';

const SERIES: Tone[] = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'];

/** The tone of the n-th series; after the eighth they repeat. */
export function toneAt(index: number): Tone {
  return SERIES[index % SERIES.length] ?? 'c1';
}

const GRADES: Record<string, Tone> = { Q5800: 'c2', Q5500: 'c1', Q5000: 'c3', Q4500: 'c4' };

/** The tone of a coal grade, the same on every chart. */
export function gradeTone(grade: string): Tone {
  return GRADES[grade] ?? 'other';
}

/** The paint of a tone: a CSS variable. */
export function paint(tone: Tone): string {
  return `var(--${tone})`;
}
