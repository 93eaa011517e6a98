import { literal } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import { catalogueObjectOf, type Source } from '../../data/source-file.ts';
import type { CompiledColumn } from './contract-column.ts';
import { maskedSql } from './contract-reasons.ts';
import type { Header } from './header.ts';

/** Only the tables of catalogue objects have a place for cells that their contract does not name. */
export function keepsExtra(source: Source): boolean {
  return catalogueObjectOf(source) !== undefined;
}

export interface Stranger {
  index: number;
  title: string;
}

/** The headers that the contract does not name. @throws CoalfaceError `schema_drift` if the contract is frozen */
export function strangersOf(source: Source, header: Header, file: string): Stranger[] {
  const named = new Set([...header.fields.values()].map((found) => found.index));
  const strangers = header.titles.flatMap((text, index) =>
    named.has(index) || text.trim() === '' ? [] : [{ index, title: text.trim() }],
  );
  if (strangers.length && source.drift.columns === 'freeze') {
    throw new CoalfaceError(
      'schema_drift',
      `columns that the contract does not name: ${strangers.map((one) => one.title).join('、')}`,
      {
        where: { file, source: source.id },
        hint: 'name them in the source file, or let `drift.columns` be evolve',
      },
    );
  }
  return strangers;
}

/** The headers without a column of their own whose cells are kept. */
export function strangersKept(source: Source, strangers: readonly Stranger[]): readonly Stranger[] {
  return source.drift.columns === 'evolve' ? strangers : [];
}

/** Whether the rows of a source are of persons: some column of it is masked. */
export function isPersonal(source: Source): boolean {
  return Object.values(source.columns).some((column) => column.type === 'text' && column.mask);
}

/** SQL of a cell of which nothing is known: of persons, no telephone or identity number and no mail address is kept. */
function strangerSql(source: Source, cell: string): string {
  return isPersonal(source) ? `impersonal(${cell})` : cell;
}

/** SQL of the cells that have no column of their own: those of unnamed headers and, in the careful pass, spoiled ones. */
export function extraSql(
  source: Source,
  strangers: readonly Stranger[],
  columns: readonly CompiledColumn[],
): string {
  const kept = [
    ...strangersKept(source, strangers).map(({ index, title }) => ({
      title,
      index,
      cell: strangerSql(source, `c${index}`),
    })),
    ...columns.flatMap(({ spoiled }) =>
      spoiled ? [{ ...spoiled, cell: `CASE WHEN ${spoiled.condition} THEN c${spoiled.index} END` }] : [],
    ),
  ];
  if (kept.length === 0) return 'NULL::JSON';
  const seen = new Set<string>();
  const pairs = kept.map(({ index, title, cell }) => {
    const key = seen.has(title) ? `${title}#${index + 1}` : title;
    seen.add(key);
    return `${literal(key)}, ${cell}`;
  });
  const object = `json_object(${pairs.join(', ')})`;
  // without its empty cells: both passes, and an export with one more empty column, must say the same of a row
  const filled = kept.length > 1 ? `json_merge_patch('{}', ${object})` : object;
  return `CASE WHEN coalesce(${kept.map((one) => one.cell).join(', ')}) IS NOT NULL THEN ${filled} END`;
}

/** The header texts of a file as the original texts of its records are named by, by position: none twice, none empty. */
export function originalTitles(header: Header): string[] {
  const seen = new Map<string, number>();
  return header.titles.map((title, i) => {
    const key = title.trim() || `列${i + 1}`;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times > 1 ? `${key}#${times}` : key;
  });
}

/** SQL of a record's texts as a JSON object, header text → cell text; personal data masked. */
export function originalSql(header: Header, source: Source): string {
  const personal = new Set(
    Object.entries(source.columns).flatMap(([name, column]) =>
      column.type === 'text' && column.mask ? [header.fields.get(name)?.index] : [],
    ),
  );
  const named = new Set([...header.fields.values()].map((found) => found.index));
  const pairs = originalTitles(header).map((title, i) => {
    const known = personal.has(i) ? maskedSql(`c${i}`) : `c${i}`;
    const text = named.has(i) ? known : strangerSql(source, `c${i}`);
    return `${literal(title)}, ${text}`;
  });
  return `json_object(${pairs.join(', ')})::VARCHAR`;
}
