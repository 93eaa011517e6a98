import type { Source } from '../../data/source-file.ts';

/** Where a declared column was found in a file. */
export interface FoundColumn {
  /** position, 0-based */
  index: number;
  /** header text as read */
  title: string;
  /** unit printed in the header, if any: `吨` of `净重(吨)` */
  unit: string | undefined;
}

/** The header record of a file and what it maps to. */
export interface Header {
  /** 1-based record number */
  row: number;
  fields: Map<string, FoundColumn>;
  /** all header texts, by position */
  titles: string[];
  /** columns of which two headers claim to be the one */
  ambiguous: string[];
}

/** A header text as it is compared: NFKC, no spaces, no `*`, unit taken off, lower case. */
export function normaliseTitle(text: string): { title: string; unit: string | undefined } {
  const plain = text.normalize('NFKC').replace(/[\s*\u200b\ufeff]/g, '');
  const unit = /\(([^()]+)\)$/.exec(plain);
  return unit
    ? { title: plain.slice(0, unit.index).toLowerCase(), unit: unit[1] }
    : { title: plain.toLowerCase(), unit: undefined };
}

/**
 * The header among the first records: the one that recognises most declared columns, at least all required ones or,
 * failing that, half of the declared ones (at least two), so that a lost required column can be named.
 * @returns null if no record looks like the header
 */
export function findHeader(head: string[][], source: Source): Header | null {
  let best: Header | null = null;
  for (const [i, cells] of head.slice(0, 15).entries()) {
    const header = readHeader(cells, i + 1, source);
    if (header.fields.size > (best?.fields.size ?? 0)) best = header;
  }
  if (!best) return null;
  const found = best.fields;
  const declared = Object.entries(source.columns);
  const complete = declared.every(([name, column]) => !column.required || found.has(name));
  return (complete && found.size >= 2) || found.size >= Math.max(2, declared.length / 2) ? best : null;
}

function readHeader(cells: string[], row: number, source: Source): Header {
  const titles = cells.map(normaliseTitle);
  const fields = new Map<string, FoundColumn>();
  const ambiguous: string[] = [];
  for (const [name, column] of Object.entries(source.columns)) {
    const wanted = column.from.map((text) => normaliseTitle(text).title);
    const at = titles.flatMap(({ title }, index) => (title !== '' && wanted.includes(title) ? [index] : []));
    if (at.length > 1) ambiguous.push(name);
    const [index] = at;
    if (index === undefined) continue;
    fields.set(name, { index, title: cells[index] ?? '', unit: titles[index]?.unit });
  }
  return { row, fields, titles: cells, ambiguous };
}
