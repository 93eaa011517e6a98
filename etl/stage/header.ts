import type { Source } from '../../data/source-file.ts';
import { HEAD_RECORDS } from './raw-table.ts';
import { normaliseTitle, titleUnitOf, type Title, type TitleUnit } from './title.ts';
import { isUnit } from './units.ts';

/** Where a declared column was found in a file. */
export interface FoundColumn {
  /** position, 0-based */
  index: number;
  /** header text as read; `父/子` under a header of two levels */
  title: string;
  /** unit printed in the header, if any: `吨` of `净重(吨)` */
  unit: string | undefined;
}

/** The header of a file and what it maps to. */
export interface Header {
  /** 1-based number of its last record; the data begin behind it */
  row: number;
  /** 1-based number of its first record */
  from: number;
  /** a parent row over a row of children, or one row */
  levels: 1 | 2;
  fields: Map<string, FoundColumn>;
  /** all header texts, by position */
  titles: string[];
  /** the unit that each of them prints, by position */
  units: (string | undefined)[];
  /** columns of which two headers claim to be the one */
  ambiguous: string[];
  /** unit that a line above the header states for the table (`单位:万元`): evidence, not yet believed for any column */
  titleUnit: TitleUnit | undefined;
}

/** The columns that a header is looked for with; those that are constant have none. */
export type Wanted = Pick<Source, 'columns'> & Partial<Pick<Source, 'constants'>>;

/**
 * The header among the first records, of one level or two: the one that recognises most declared columns and consists of
 * texts. It must have all required ones or, failing that, three or half of the declared ones, so that a lost required
 * column can be named.
 * @returns null if no record looks like the header
 */
export function findHeader(head: string[][], source: Wanted): Header | null {
  const synonyms = synonymsOf(source);
  let best: Header | null = null;
  for (const candidate of candidates(head.slice(0, HEAD_RECORDS))) {
    const header = readHeader(head, candidate, synonyms);
    if (header.fields.size > 0 && (!best || certain(header) > certain(best))) best = header;
  }
  if (!best) return null;
  const found = best.fields;
  const declared = declaredOf(source);
  const complete = declared.every(([name, column]) => !column.required || found.has(name));
  return found.size >= Math.max(2, Math.min(3, declared.length / 2)) || (complete && found.size >= 2)
    ? withUnitLine(best, head[best.row])
    : null;
}

/**
 * The header that stands at a known place, whatever it recognises.
 * @param from 1-based number of its first record
 */
export function headerAt(head: string[][], from: number, levels: 1 | 2, source: Wanted): Header {
  const [parent = [], child = []] = head.slice(from - 1);
  const cells = levels === 1 ? parent.map(cellOf) : twoLevels(parent, child);
  const header = readHeader(head, { from, levels, cells }, synonymsOf(source));
  return withUnitLine(header, head[header.row]);
}

/** The titles of each column, in the order in which they are looked for: the source's own, then all. */
type Synonyms = { name: string; wanted: Set<string>[] }[];

function declaredOf(source: Wanted): [string, Source['columns'][string]][] {
  return Object.entries(source.columns).filter(([name]) => !(name in (source.constants ?? {})));
}

function synonymsOf(source: Wanted): Synonyms {
  return declaredOf(source).map(([name, column]) => ({
    name,
    wanted: [column.own ?? [], column.from].map(
      (texts) => new Set(texts.map((text) => normaliseTitle(text).title)),
    ),
  }));
}

/** How many columns a header recognises without doubt. */
function certain(header: Pick<Header, 'fields' | 'ambiguous'>): number {
  return header.fields.size - header.ambiguous.length;
}

/** One header cell: what it says, and what its own level says of it where there are two. */
interface Cell {
  text: string;
  title: Title;
  /** the lower level alone */
  child: string;
}

interface Candidate {
  from: number;
  levels: 1 | 2;
  cells: Cell[];
}

/** Records that may be the header, and pairs of records that may be its two levels; a single one before a pair. */
function candidates(head: string[][]): Candidate[] {
  const texts = head.map(mostlyText);
  const single = head.flatMap((cells, i): Candidate[] =>
    texts[i] ? [{ from: i + 1, levels: 1, cells: cells.map(cellOf) }] : [],
  );
  const double = head.slice(1).flatMap((child, i): Candidate[] => {
    const parent = head[i];
    if (!parent || !texts[i] || !texts[i + 1]) return [];
    return [{ from: i + 1, levels: 2, cells: twoLevels(parent, child) }];
  });
  return [...single, ...double];
}

/** Whether at least three fifths of the cells are texts, not numbers or dates. */
export function mostlyText(cells: string[]): boolean {
  const filled = cells.map((cell) => cell.normalize('NFKC').trim()).filter((cell) => cell !== '');
  const figures = filled.filter((cell) => /^[-+￥¥(]?[\d.,:/\s年月日%-]+\)?$/.test(cell));
  return filled.length > 0 && filled.length - figures.length >= 0.6 * filled.length;
}

/** A parent spans the columns to its right until the next one; a parent without a child stands for itself. */
function twoLevels(parents: string[], children: string[]): Cell[] {
  let spanning = '';
  return Array.from({ length: Math.max(parents.length, children.length) }, (_, i) => {
    const [own, child] = [parents[i]?.trim() ?? '', children[i]?.trim() ?? ''];
    if (own !== '') spanning = child === '' ? '' : own;
    if (child === '' || child === own) return cellOf(own || child);
    const parent = own || spanning;
    if (parent === '') return cellOf(child);
    const title = normaliseTitle(child);
    // 净重 over (吨) or 吨: the lower level is the unit of the upper
    if (title.title === '' || isUnit(child))
      return cellOf(`${parent}(${child.replace(/^[(（]|[)）]$/g, '')})`);
    const upper = normaliseTitle(parent).title;
    return {
      text: `${parent}/${child}`,
      title: { title: `${upper}/${title.title}`, unit: title.unit },
      child: title.title,
    };
  });
}

function cellOf(text: string): Cell {
  return { text, title: normaliseTitle(text), child: '' };
}

/** `父/子`, then `父子`, then `子` where no other column has that child. */
function readHeader(head: string[][], { from, levels, cells }: Candidate, synonyms: Synonyms): Header {
  const fields = new Map<string, FoundColumn>();
  const ambiguous: string[] = [];
  const byChild = Map.groupBy(cells, (cell) => cell.child);
  const forms: ((cell: Cell) => string)[] = [
    (cell) => cell.title.title,
    (cell) => (cell.child === '' ? '' : cell.title.title.replace('/', '')),
    (cell) => (byChild.get(cell.child)?.length === 1 ? cell.child : ''),
  ];
  for (const { name, wanted } of synonyms) {
    const at = wanted
      .flatMap((titles) =>
        forms.map((form) => cells.flatMap((cell, index) => (titles.has(form(cell)) ? [index] : []))),
      )
      .find((found) => found.length > 0);
    if (!at) continue;
    if (at.length > 1) ambiguous.push(name);
    const [index = 0] = at;
    fields.set(name, { index, title: cells[index]?.text ?? '', unit: cells[index]?.title.unit });
  }
  const titles = cells.map((cell) => cell.text);
  const titleUnit = titleUnitOf(head.slice(0, from - 1));
  const units = cells.map((cell) => cell.title.unit);
  return { row: from + levels - 1, from, levels, fields, titles, units, ambiguous, titleUnit };
}

/** A line of nothing but units under the header belongs to it: `(吨)`, `元/吨`. */
function withUnitLine(header: Header, below: string[] | undefined): Header {
  const line = (below ?? []).map((cell) => cell.normalize('NFKC').replace(/^[\s([]+|[\s)\]]+$/g, ''));
  const printed = line.filter((unit) => unit !== '');
  if (printed.length === 0 || !printed.every(isUnit)) return header;
  const units = header.titles.map((_, i) => header.units[i] ?? (line[i] || undefined));
  const fields = [...header.fields].map(([name, found]): [string, FoundColumn] => [
    name,
    { ...found, unit: units[found.index] },
  ]);
  return { ...header, row: header.row + 1, units, fields: new Map(fields) };
}
