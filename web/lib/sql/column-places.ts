import type { Result } from './result-columns.ts';

/** Rows that are looked at for the width of their columns. */
const SAMPLE = 100;
const DIGIT_PX = 7.4;
const WIDE_PX = 13.5;
const PADDING_PX = 24;
const [NARROWEST, WIDEST] = [64, 340];

/** Where the columns of a grid stand, in CSS pixels from the first. */
export interface ColumnPlaces {
  /** one more than there are columns: the last is the end */
  left: number[];
  width: number[];
  total: number;
}

/** Columns as wide as their names and the values of some rows need. */
export function columnPlaces({ columns, rows }: Result): ColumnPlaces {
  const step = Math.max(1, Math.floor(rows / SAMPLE));
  const width = columns.map((column) => {
    let most = textWidth(column.name) + 2 * DIGIT_PX;
    for (let row = 0; row < rows; row += step) {
      const value = column.value(row);
      if (value !== null) most = Math.max(most, textWidth(column.text(value).slice(0, 80)));
    }
    return Math.ceil(Math.min(Math.max(most + PADDING_PX, NARROWEST), WIDEST));
  });
  const left = [0];
  for (const one of width) left.push((left.at(-1) ?? 0) + one);
  return { left, width, total: left.at(-1) ?? 0 };
}

/** The columns of which a part is in view. */
export function columnsInView({ left, width }: ColumnPlaces, scrollLeft: number, viewport: number): number[] {
  return width.flatMap((wide, c) => {
    const from = left[c] ?? 0;
    return from + wide >= scrollLeft && from <= scrollLeft + viewport ? c : [];
  });
}

function textWidth(text: string): number {
  let wide = 0;
  for (const character of text) wide += character > '\u2e80' ? WIDE_PX : DIGIT_PX;
  return wide;
}
