import type { load } from 'cheerio';
import type { Cells } from './raw-table.ts';

/** A node of a page, and one with a tag. */
export type PageNode = Exclude<Parameters<typeof load>[0], string | Buffer | readonly unknown[]>;
export type PageElement = Extract<PageNode, { attribs: unknown }>;

/** Spans beyond these paint a page; HTML itself ends column spans at the same number. */
const MAX_COLUMN_SPAN = 1000;
const MAX_ROW_SPAN = 65_534;

/**
 * The records of a table, its own rows only: tables inside its cells are others. A cell that spans rows or columns is
 * the value of all the places it covers, as in a workbook.
 * @param rows read no more than these
 */
export function tableGrid(table: PageElement, rows = Infinity): Cells[] {
  const grid: Cells[] = [];
  /** by column: the value of a cell from a row above, and in how many more rows it stands */
  let above = new Map<number, { value: string | null; rows: number }>();
  for (const row of tableRows(table)) {
    if (grid.length >= rows) break;
    const cells: Cells = [];
    const below: typeof above = new Map();
    const place = (value: string | null, left: number) => {
      if (left > 0) below.set(cells.length, { value, rows: left });
      cells.push(value);
    };
    const passAbove = () => {
      for (let hung = above.get(cells.length); hung; hung = above.get(cells.length))
        place(hung.value, hung.rows - 1);
    };
    for (const cell of childElements(row, ['td', 'th'])) {
      passAbove();
      const value = cellText(cell);
      const left = span(cell, 'rowspan', MAX_ROW_SPAN) - 1;
      for (let covered = span(cell, 'colspan', MAX_COLUMN_SPAN); covered > 0; covered -= 1)
        place(value, left);
    }
    passAbove();
    above = below;
    grid.push(cells);
  }
  return grid;
}

function tableRows(table: PageElement): PageElement[] {
  return childElements(table, ['tr', 'thead', 'tbody', 'tfoot']).flatMap((part) =>
    part.name === 'tr' ? [part] : childElements(part, ['tr']),
  );
}

function childElements(parent: PageElement, names: readonly string[]): PageElement[] {
  return parent.children.filter(
    (node): node is PageElement => node.type === 'tag' && names.includes(node.name),
  );
}

function span(cell: PageElement, attribute: 'colspan' | 'rowspan', most: number): number {
  return Math.min(most, Math.max(1, Math.floor(Number(cell.attribs[attribute])) || 1));
}

/** Text as a browser shows it: white space is one space, `<br>` a line break. */
function cellText(cell: PageElement): string | null {
  const lines = rawText(cell).split('\v');
  const text = lines
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .trim();
  return text === '' ? null : text;
}

/** All text below a node with `<br>` as a vertical tab, which white space of the source cannot be taken for. */
function rawText(node: PageNode): string {
  if (node.type === 'text') return node.data.replaceAll('\v', ' ');
  if (node.type !== 'tag') return '';
  return node.name === 'br' ? '\v' : node.children.map(rawText).join('');
}
