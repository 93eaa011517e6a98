import type { SourceColumn } from '../../data/contract-schema.ts';
import type { CatalogueObject } from '../../data/object-file.ts';
import { parseSource, type Source } from '../../data/source-file.ts';
import { headerAt, type Header } from '../stage/header.ts';
import { normaliseTitle } from '../stage/title.ts';
import { folded, likeness } from './likeness.ts';
import { agrees, enumShare, kindOf, type Profile } from './profile.ts';

/**
 * Why a column is taken for a field: its header is the usual one, another that the object lists, or one of those on the
 * lower of two levels; or, as a proposal only, its header is like one, or its values are of a kind that only this field has.
 */
export type Evidence = 'header' | 'synonym' | 'two_level' | 'similar' | 'values';

/** A column of the file taken for a field of the object. */
export interface Mapped {
  field: string;
  /** position, 0-based */
  index: number;
  evidence: Evidence;
  /** 1 for what the object lists; less for a proposal */
  likeness: number;
  /** the listed header that it is, or is like */
  like: string;
  /** unit printed in the header */
  unit: string | undefined;
}

/** How well a file fits an object. */
export interface ObjectGuess {
  object: CatalogueObject;
  /** the columns of its contract */
  columns: Record<string, SourceColumn>;
  header: Header;
  mapped: Mapped[];
  /** 0–100; see {@link guessObject} */
  score: number;
  /** columns found of those that there are; a proposal counts as found */
  key: [number, number];
  required: [number, number];
  titles: [number, number];
  /** the name of the file or a line above the header names the object */
  named: boolean;
  /** different values of the key's column and its filled cells, where the key is one column that was found */
  keyValues: [number, number] | null;
}

const LEAST_LIKENESS = 0.63;
/** Folded titles of an export's own id and name, and how sure they make. */
const OWN_ID = ['id', '号', 'guid', 'uuid', '主键'];
const OWN_NAME = ['name', '名', '标题', '主题'];
const OWN = 0.75;
/** What a list is worth of which the file has no column: one value may hold for all its rows. */
const SETTLED = 0.5;
/** The share of a file's columns that lets its key count in full. */
const UNDERSTOOD = 0.3;
/** A title that is one of the list's, near-synonyms aside: then its words are only not listed yet. */
const SAME = 0.9;
/** Two different words of a list, at least, and nearly all of the values: then a column is that list's. */
const ENUM_WORDS = 2;
const ENUM_SHARE = 0.8;

/** The source of an object that says nothing of its own: every column of its contract, those that all objects have too. */
export function bareSource(object: string): Source {
  return parseSource(
    `id: inspected\ntitle: { zh: 待查, en: inspected }\nobject: ${object}\norigin: { kind: files, folder: inspected }\n`,
    'inspect',
  );
}

/**
 * How a file fits an object, from its header, its values and what it is called. The score is 30 for the key, 25 for the
 * required columns, 30 for the share of the file's titled columns that are recognised and 15 if the file names the
 * object; a proposal counts for as much as it is alike, a key for as much as its values are different. An id and a date
 * among twenty strangers make nothing certain: key and required columns count in full where enough of the file is known.
 * @param called name of the file, of its sheet and the lines above its header
 */
export function guessObject(
  object: CatalogueObject,
  head: string[][],
  place: Pick<Header, 'from' | 'levels'>,
  profiles: Profile[],
  called: string,
): ObjectGuess {
  const { columns } = bareSource(object.id);
  const header = headerAt(head, place.from, place.levels, { columns });
  const certain = [...header.fields].map(([field, found]): Mapped => {
    const from = columns[field]?.from ?? [];
    const own = normaliseTitle(found.title.split('/').at(-1) ?? '').title;
    const usual = normaliseTitle(from[0] ?? '').title;
    const evidence = usual === own || usual === normaliseTitle(found.title).title ? 'header' : 'synonym';
    return {
      field,
      index: found.index,
      evidence: header.levels === 2 && found.title.includes('/') ? 'two_level' : evidence,
      likeness: 1,
      like: from[0] ?? field,
      unit: found.unit,
    };
  });
  const mapped = [...certain, ...proposals(object, columns, header, certain, profiles)].sort(
    (a, b) => a.index - b.index,
  );
  const worth = new Map(mapped.map((one) => [one.field, one.likeness]));
  const worthOf = (name: string) => worth.get(name) ?? (columns[name]?.type === 'enum' ? SETTLED : 0);
  const share = (names: string[]) =>
    names.length === 0 ? 1 : names.reduce((sum, name) => sum + worthOf(name), 0) / names.length;
  const countOf = (names: string[]): [number, number] => [
    names.filter((name) => worth.has(name)).length,
    names.length,
  ];
  const required = Object.keys(columns).filter((name) => columns[name]?.required);
  const titled = header.titles.flatMap((title, index) => (title.trim() === '' ? [] : [index]));
  const recognised = new Map(mapped.map((one) => [one.index, one.likeness]));
  const named = names(object).some((name) => called.toLowerCase().includes(name));
  const keyColumn = object.key.length === 1 ? mapped.find((one) => one.field === object.key[0]) : undefined;
  const keyProfile = keyColumn && profiles[keyColumn.index];
  const different = keyProfile?.filled ? keyProfile.distinct / keyProfile.filled : 1;
  const understood =
    titled.reduce((sum, index) => sum + (recognised.get(index) ?? 0), 0) / Math.max(1, titled.length);
  const score =
    (30 * share(object.key) * different + 25 * share(required)) * Math.min(1, understood / UNDERSTOOD) +
    30 * understood +
    (named ? 15 : 0);
  return {
    object,
    columns,
    header,
    mapped,
    score: Math.round(score),
    key: countOf(object.key),
    required: countOf(required),
    titles: [titled.filter((index) => recognised.has(index)).length, titled.length],
    named,
    keyValues: keyProfile ? [keyProfile.distinct, keyProfile.filled] : null,
  };
}

function names(object: CatalogueObject): string[] {
  const id = object.id.replaceAll('_', ' ');
  return [object.title.zh, object.title.en.toLowerCase(), id, object.id].filter((name) => name.length > 1);
}

/** Fields nobody claimed and columns nobody recognised, brought together: the likest pair first, each taken once. */
function proposals(
  object: CatalogueObject,
  columns: Record<string, SourceColumn>,
  header: Header,
  certain: readonly Mapped[],
  profiles: Profile[],
): Mapped[] {
  const free = Object.keys(object.columns).filter((field) => !header.fields.has(field));
  const taken = new Set(certain.map((one) => one.index));
  const titles = header.titles.map(folded);
  const pairs = titles.flatMap((title, index) => {
    const profile = profiles[index];
    if (title === '' || taken.has(index) || !profile) return [];
    return free.flatMap((field): Mapped[] => {
      const column = columns[field];
      if (!column) return [];
      const best = own(title, field, object) ?? likest(title, column, field);
      const strange = column.type === 'enum' && best.likeness >= SAME;
      if (!strange && !agrees(profile, column, field)) return [];
      const unit = header.units[index];
      if (best.likeness >= LEAST_LIKENESS) {
        // never as sure as what the object lists
        return [
          { field, index, evidence: 'similar', unit, ...best, likeness: Math.min(best.likeness, 0.95) },
        ];
      }
      return telling(profile, column)
        ? [{ field, index, evidence: 'values', unit, like: best.like, likeness: LEAST_LIKENESS }]
        : [];
    });
  });
  const [fields, indexes] = [new Set<string>(), new Set<number>()];
  return pairs
    .sort((a, b) => b.likeness - a.likeness || a.index - b.index)
    .filter(({ field, index }) => {
      if (fields.has(field) || indexes.has(index)) return false;
      fields.add(field);
      indexes.add(index);
      return true;
    });
}

/** `Id` and `Name` of an export that holds one object are that object's. */
function own(
  title: string,
  field: string,
  object: CatalogueObject,
): { like: string; likeness: number } | null {
  const column = object.columns[field];
  const like = column?.from[0] ?? field;
  const [key] = object.key;
  if (object.key.length === 1 && field === key && OWN_ID.includes(title)) return { like, likeness: OWN };
  return field === 'name' && OWN_NAME.includes(title) ? { like, likeness: OWN } : null;
}

/** The listed header that a folded title is most like, or the field's own id (`Key To` of key_to). */
export function likest(
  title: string,
  column: SourceColumn,
  field: string,
): { like: string; likeness: number } {
  return [...column.from, field]
    .map((like) => ({ like, likeness: likeness(title, folded(like)) }))
    .reduce((best, one) => (one.likeness > best.likeness ? one : best));
}

/** Values that only one field of an object has: telephone numbers, credit codes, the words of a list. */
function telling(profile: Profile, column: SourceColumn): boolean {
  const kind = kindOf(profile);
  if (column.type === 'text') {
    return (column.mask && kind === 'phone') || (column.check === 'uscc' && kind === 'uscc');
  }
  return column.type === 'enum' && profile.distinct >= ENUM_WORDS && enumShare(profile, column) >= ENUM_SHARE;
}

/** A column's name in Chinese. */
export function labelOf(guess: ObjectGuess, field: string): string {
  return guess.object.columns[field]?.zh ?? guess.columns[field]?.from[0] ?? '';
}

/** How sure a guess is: its points, and how far the next one is behind. */
export function sureness(guess: ObjectGuess, next: ObjectGuess | undefined): 'high' | 'medium' | 'low' {
  const lead = guess.score - (next?.score ?? 0);
  if (guess.score >= 75 && lead >= 10) return 'high';
  return guess.score >= 50 && lead >= 0 ? 'medium' : 'low';
}
