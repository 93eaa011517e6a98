import { objectCatalogue } from '../../data/object-file.ts';
import { column } from '../../data/contract-schema.ts';
import type { Source } from '../../data/source-file.ts';
import { findHeader, headerAt, mostlyText, type Header } from '../stage/header.ts';
import { HEAD_RECORDS } from '../stage/raw-table.ts';
import { normaliseTitle } from '../stage/title.ts';
import { bareSource } from './mapping.ts';

/** Longest text that may be a column's title. */
const TITLE_LENGTH = 60;
/** How much of the table's width a header fills. */
const FILLED = 0.6;

/** A source that looks for every header that any object of the catalogue lists, each as a column of its own. */
export function anySource(): Source {
  const titles = new Map<string, string>();
  for (const object of objectCatalogue().values()) {
    for (const { from } of Object.values(object.columns)) {
      for (const text of from) titles.set(normaliseTitle(text).title, text);
    }
  }
  const columns = Object.fromEntries(
    [...titles].map(([title, text]) => [title, column.parse({ type: 'text', from: [text] })]),
  );
  return { ...bareSource('account'), columns };
}

/**
 * Where the header of a file stands: where headers are found that some object lists, else the first record of texts, all
 * different and short, that fills most of the table's width.
 * @param source of {@link anySource}
 * @returns null if there is none
 */
export function findPlace(head: string[][], source: Source): Header | null {
  const known = findHeader(head, source);
  if (known) return known;
  const first = head.slice(0, HEAD_RECORDS);
  const filled = (cells: string[]) => cells.filter((cell) => cell.trim() !== '');
  const width = Math.max(0, ...first.map((cells) => filled(cells).length));
  const at = first.findIndex((cells) => {
    const titles = filled(cells);
    return (
      titles.length >= Math.max(2, FILLED * width) &&
      mostlyText(cells) &&
      new Set(titles).size === titles.length &&
      titles.every((title) => title.trim().length <= TITLE_LENGTH)
    );
  });
  return at < 0 ? null : headerAt(head, at + 1, 1, { columns: {} });
}
