import type { SourceColumn } from '../../data/contract-schema.ts';
import { patternOf } from '../../data/pattern.ts';
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

/** The columns that a header is looked for with; those that are constant or facts of the whole file have none. */
export type Wanted = Pick<Source, 'columns'> & Partial<Pick<Source, 'constants'>>;

/**
 * The header among the first records, of one level or two: the one that recognises most declared columns and consists of
 * texts. It must have all required ones or, failing that, three or half of the declared ones, so that a lost required
 * column can be named. Columns with a position are where they are and prove no header; if all have one, a header is what
 * stands above the first date or figure, and there may be none.
 * @returns null if no record looks like the header
 */
export function findHeader(head: string[][], source: Wanted): Header | null {
  const synonyms = synonymsOf(source);
  const declared = declaredOf(source);
  if (declared.length > 0 && declared.every(([, column]) => column.position !== undefined))
    return positionedHeader(head.slice(0, HEAD_RECORDS), source);
  const placed = declared.filter(([, column]) => column.position !== undefined).length;
  let best: Header | null = null;
  for (const candidate of candidates(head.slice(0, HEAD_RECORDS))) {
    const header = readHeader(head, candidate, synonyms);
    if (header.fields.size > placed && (!best || certain(header) > certain(best))) best = header;
  }
  if (!best) return null;
  const found = best.fields;
  const complete = declared.every(([name, column]) => !column.required || found.has(name));
  return found.size >= Math.max(2, Math.min(3, declared.length / 2)) ||
    (complete && found.size >= Math.min(2, declared.length))
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

/** What columns are called, for those who look for them in vain. */
export function wantedTitles(source: Wanted): string {
  return declaredOf(source)
    .map(([, column]) => titleOf(column))
    .join('、');
}

/** What a column is called: its usual header, else its place. */
export function titleOf({ from, position }: SourceColumn): string {
  return from[0] ?? `第${position}列`;
}

/**
 * What each column is looked for by: its place, else its titles – the source's own, then all –, else its patterns of header
 * texts after NFKC with single spaces.
 */
type Synonyms = {
  name: string;
  position: number | undefined;
  wanted: Set<string>[];
  patterns: RegExp[];
}[];

function declaredOf(source: Wanted): [string, SourceColumn][] {
  return Object.entries(source.columns).filter(
    ([name, column]) => !column.fact && !(name in (source.constants ?? {})),
  );
}

function synonymsOf(source: Wanted): Synonyms {
  return declaredOf(source).map(([name, column]) => ({
    name,
    position: column.position,
    wanted: [column.own ?? [], column.from].map(
      (texts) =>
        new Set(texts.filter((text) => patternOf(text) === null).map((text) => normaliseTitle(text).title)),
    ),
    patterns: column.from.flatMap((text) => patternOf(text) ?? []).map((text) => new RegExp(text, 'u')),
  }));
}

/** What the cells of dates and figures hold decides: words above the first of them are a header. */
function positionedHeader(head: string[][], source: Wanted): Header {
  const places = (types: readonly string[]) =>
    declaredOf(source).flatMap(([, { type, position = 0 }]) => (types.includes(type) ? [position - 1] : []));
  const dated = places(['date', 'timestamp', 'period']);
  const telling = dated.length > 0 ? dated : places(['decimal', 'range']);
  const textsOf = (cells: string[]) => telling.map((at) => cells[at] ?? '').filter((text) => text !== '');
  const data = head.findIndex((cells) => textsOf(cells).some((text) => /\d/.test(text)));
  const above = head.slice(0, Math.max(0, data));
  const row = above.findLastIndex((cells) => textsOf(cells).some((text) => /\p{L}/u.test(text))) + 1;
  const width = Math.max(0, ...head.map((cells) => cells.length));
  const cells = Array.from({ length: width }, (_, i) => cellOf(head[row - 1]?.[i] ?? ''));
  const header = readHeader(head, { from: row, levels: 1, cells }, synonymsOf(source));
  return row === 0 ? header : withUnitLine(header, head[row]);
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

/** Of titles `父/子`, then `父子`, then `子` where no other column has that child. */
function readHeader(head: string[][], { from, levels, cells }: Candidate, synonyms: Synonyms): Header {
  const fields = new Map<string, FoundColumn>();
  const ambiguous: string[] = [];
  const byChild = Map.groupBy(cells, (cell) => cell.child);
  const forms: ((cell: Cell) => string)[] = [
    (cell) => cell.title.title,
    (cell) => (cell.child === '' ? '' : cell.title.title.replace('/', '')),
    (cell) => (byChild.get(cell.child)?.length === 1 ? cell.child : ''),
  ];
  const where = (test: (cell: Cell) => boolean) => cells.flatMap((cell, i) => (test(cell) ? [i] : []));
  for (const { name, position, wanted, patterns } of synonyms) {
    const found =
      position === undefined
        ? [
            ...wanted.flatMap((titles) => forms.map((form) => where((cell) => titles.has(form(cell))))),
            where((cell) => patterns.some((pattern) => pattern.test(plainText(cell.text)))),
          ]
        : [position <= cells.length ? [position - 1] : []];
    const at = found.find((indexes) => indexes.length > 0);
    if (!at) continue;
    if (at.length > 1) ambiguous.push(name);
    const [index = 0] = at;
    fields.set(name, { index, title: cells[index]?.text ?? '', unit: cells[index]?.title.unit });
  }
  const titles = cells.map((cell) => cell.text);
  const titleUnit = titleUnitOf(head.slice(0, Math.max(0, from - 1)));
  const units = cells.map((cell) => cell.title.unit);
  return { row: from + levels - 1, from, levels, fields, titles, units, ambiguous, titleUnit };
}

function plainText(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, ' ').trim();
}

/**
 * A line of nothing but units under the header belongs to it: `(吨)`, `元/吨`. One in brackets need not be known, if some is:
 * a table of all commodities has `($/mt)` beside `(¢/kg)`.
 */
function withUnitLine(header: Header, below: string[] | undefined): Header {
  const cells = (below ?? []).map(plainText);
  const line = cells.map((cell) => cell.replace(/^[\s([]+|[\s)\]]+$/g, ''));
  const unitLike = line.map((unit, i) => isUnit(unit) || /^[([].*[)\]]$/.test(cells[i] ?? ''));
  if (!line.some(isUnit) || line.some((unit, i) => unit !== '' && !unitLike[i])) return header;
  const units = header.titles.map((_, i) => header.units[i] ?? (line[i] || undefined));
  const fields = [...header.fields].map(([name, found]): [string, FoundColumn] => [
    name,
    { ...found, unit: units[found.index] },
  ]);
  return { ...header, row: header.row + 1, units, fields: new Map(fields) };
}
