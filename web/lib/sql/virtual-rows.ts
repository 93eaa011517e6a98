/** Browsers lay out no element that is much higher than this. */
const MOST_PX = 12_000_000;

/** How many rows of a height stand behind a scroll bar. All lengths in CSS pixels. */
export interface VirtualRows {
  count: number;
  rowHeight: number;
  /** of the part that shows rows */
  viewport: number;
}

/** The height that the scrolled element has: that of all rows, or the most that browsers can lay out. */
export function scrolledHeight({ count, rowHeight }: VirtualRows): number {
  return Math.min(count * rowHeight, MOST_PX);
}

/**
 * The rows in view.
 * @param scrollTop of the scrolled element
 * @returns the first row and the one after the last, and how far above the view the first begins (0 or less)
 */
export function rowsInView(
  rows: VirtualRows,
  scrollTop: number,
): { first: number; end: number; offset: number } {
  const { count, rowHeight, viewport } = rows;
  const top = scrollTop * stretch(rows);
  const first = Math.max(0, Math.min(Math.floor(top / rowHeight), count - 1));
  const end = Math.min(count, Math.ceil((top + viewport) / rowHeight) + 1);
  return { first, end, offset: first * rowHeight - top };
}

/** Where to scroll so that a row is in view; the present place if it is. */
export function scrollTo(rows: VirtualRows, scrollTop: number, row: number): number {
  const { rowHeight, viewport } = rows;
  const ratio = stretch(rows);
  const top = scrollTop * ratio;
  if (row * rowHeight < top) return (row * rowHeight) / ratio;
  if ((row + 1) * rowHeight > top + viewport) return ((row + 1) * rowHeight - viewport) / ratio;
  return scrollTop;
}

/** Pixels of rows for each pixel of the scroll bar. */
function stretch(rows: VirtualRows): number {
  const room = scrolledHeight(rows) - rows.viewport;
  return room > 0 ? (rows.count * rows.rowHeight - rows.viewport) / room : 1;
}
