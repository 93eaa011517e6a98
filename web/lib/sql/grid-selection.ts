/** A cell by its place among the rows that are shown; row -1 is the header. */
export interface Place {
  row: number;
  column: number;
}

/** The cells between two. */
export function extent(a: Place, b: Place): { top: number; bottom: number; left: number; right: number } {
  return {
    top: Math.min(a.row, b.row),
    bottom: Math.max(a.row, b.row),
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column),
  };
}

/**
 * Where a key leads, within the grid; null if it leads nowhere.
 * @param page rows of a page
 */
export function moved(
  from: Place,
  { key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
  size: { rows: number; columns: number },
  page: number,
): Place | null {
  const far = ctrlKey || metaKey;
  const { row, column } = from;
  const last = { row: size.rows - 1, column: size.columns - 1 };
  const within = (to: Place): Place => ({
    row: Math.min(Math.max(to.row, -1), last.row),
    column: Math.min(Math.max(to.column, 0), last.column),
  });
  switch (key) {
    case 'ArrowDown':
      return within({ row: far ? last.row : row + 1, column });
    case 'ArrowUp':
      return within({ row: far ? 0 : row - 1, column });
    case 'ArrowLeft':
      return within({ row, column: far ? 0 : column - 1 });
    case 'ArrowRight':
      return within({ row, column: far ? last.column : column + 1 });
    case 'PageDown':
      return within({ row: row + page, column });
    case 'PageUp':
      return within({ row: Math.max(row - page, 0), column });
    case 'Home':
      return within({ row: far ? 0 : row, column: 0 });
    case 'End':
      return within({ row: far ? last.row : row, column: last.column });
    default:
      return null;
  }
}
