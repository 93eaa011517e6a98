import { CoalfaceError } from '../../data/errors.ts';
import type { Unpivot } from '../../data/reader-schema.ts';
import type { Source } from '../../data/source-file.ts';
import { HEAD_RECORDS, type Cells } from './raw-table.ts';

/** Title of the column of values. */
const VALUE = 'value';

/** The first row of labels of a grid, 0-based; null if it has none. */
function topOf(grid: readonly Cells[], { above, left, row }: Unpivot): number | null {
  if (row !== undefined) return row <= grid.length ? row - 1 : null;
  const head = grid.slice(0, HEAD_RECORDS);
  for (const name of [above[0], left[0]]) {
    const at = head.findIndex((cells) => titled(cells, name));
    if (at !== -1) return at;
  }
  return null;
}

function titled(cells: Cells | undefined, name: string | undefined): boolean {
  return name !== undefined && plain(cells?.[0]) === plain(name);
}

function plain(text: string | null | undefined): string {
  return (text ?? '').normalize('NFKC').replace(/\s/g, '');
}

/** Whether a grid has the labels that an unpivot looks for. */
export function hasLabels(grid: readonly Cells[], unpivot: Unpivot): boolean {
  return topOf(grid, unpivot) !== null;
}

/** Rows of labels: where each name of `above` stands, and the last of them; all others between name nothing that is wanted. */
interface Labels {
  rows: Cells[];
  last: number;
}

/** A vendor prints a name before each row of labels, in an order of its own; else they follow each other as declared. */
function labelsAt(grid: readonly Cells[], top: number, above: readonly string[]): Labels {
  const named = above.map((name) => {
    const at = grid.slice(top, top + HEAD_RECORDS).findIndex((cells) => titled(cells, name));
    return at === -1 ? -1 : top + at;
  });
  const at = named.every((row) => row !== -1) ? named : above.map((_, i) => top + i);
  return { rows: at.map((row) => grid[row] ?? []), last: Math.max(...at) };
}

/**
 * A grid as one record a value, below a header of the names of `left`, of `above` and `value`: the texts of its row, those
 * of its column, and the value; an empty cell is none. Where the leftmost labels of a grid stand in a further row, a block
 * of its own begins. The records are these, numbered in the order of the grid by rows, not the rows of the sheet.
 * @returns null if the grid has no such labels
 */
export function unpivoted(grid: readonly Cells[], unpivot: Unpivot): Cells[] | null {
  const top = topOf(grid, unpivot);
  if (top === null) return null;
  const { above, left } = unpivot;
  const corner = plain(grid[top]?.[0]);
  const records: Cells[] = [[...left, ...above, VALUE]];
  let labels = labelsAt(grid, top, above);
  for (let r = labels.last + 1; r < grid.length; r += 1) {
    const cells = grid[r] ?? [];
    if (corner !== '' && plain(cells[0]) === corner) {
      labels = labelsAt(grid, r, above);
      r = labels.last;
      continue;
    }
    const own = left.map((_, i) => cells[i] ?? null);
    for (let c = left.length; c < cells.length; c += 1) {
      const value = cells[c] ?? null;
      if (value !== null) records.push([...own, ...labels.rows.map((row) => row[c] ?? null), value]);
    }
  }
  return records;
}

/** A grid without its labels is of another layout. */
export function labelsNotFound(
  { above, left, row }: Unpivot,
  name: string,
  source: Source,
  grid: readonly Cells[],
): CoalfaceError {
  const first = (grid.find((cells) => cells.some((cell) => cell !== null)) ?? []).filter(
    (cell) => cell !== null,
  );
  return new CoalfaceError(
    'labels_not_found',
    row === undefined
      ? `no row of labels begins with ${above[0]} or ${left[0]}`
      : `there is no row ${row} to hold the labels`,
    {
      where: { file: name, source: source.id },
      hint: `the layout may have changed, or state reader.unpivot.row; it begins with: ${first.join(' | ').slice(0, 200)}`,
    },
  );
}
