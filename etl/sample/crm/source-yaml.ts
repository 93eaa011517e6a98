import { stringify } from 'yaml';
import { objectOf, type ObjectId } from './objects.ts';
import type { Column, Dialect } from './table.ts';

/** Id of the source that loads an object from a dialect's export. */
export function sourceId(dialect: Dialect, object: ObjectId): string {
  return `${dialect.name}_${object}`;
}

/** Folder below the inbox: nested objects lie in their parent's. */
export function folderOf(dialect: Dialect, object: ObjectId): string {
  const parent = Object.entries(dialect.nested ?? {}).find(([, one]) => one?.child === object)?.[0];
  return `${dialect.name}_${parent ?? object}`;
}

/** A header without brackets and signs, as synonyms are compared. */
function bare(header: string): string {
  return header
    .normalize('NFKC')
    .replace(/[\s*]/g, '')
    .replace(/\([^()]+\)$/, '')
    .toLowerCase();
}

function overlay({ name, field, header, unit, stated }: Column): [string, object][] {
  const known = field.from.some((one) => bare(one) === bare(header));
  const own = {
    ...(known ? {} : { from: [header.trim()] }),
    ...(stated === 'source' ? { printed: unit } : {}),
  };
  return Object.keys(own).length ? [[name, own]] : [];
}

/** The source file that loads an object from a dialect's export: what is not the object's own is the dialect's. */
export function sourceYaml(dialect: Dialect, object: ObjectId, columns: readonly Column[]): string {
  const { title } = objectOf(object);
  const own = columns.flatMap(overlay);
  const nested = Object.entries(dialect.nested ?? {}).find(
    ([id, one]) => id === object || one?.child === object,
  );
  return stringify(
    {
      id: sourceId(dialect, object),
      title: { zh: `${dialect.title.zh}${title.zh}`, en: `${dialect.title.en} ${title.en.toLowerCase()}` },
      object,
      origin: { kind: 'files', folder: folderOf(dialect, object) },
      ...(own.length || dialect.says ? { columns: { ...Object.fromEntries(own), ...dialect.says } } : {}),
      ...(dialect.only ? { constants: { [dialect.only.column]: dialect.only.value } } : {}),
      // the other object's cells are no part of this one
      ...(nested?.[1]
        ? {
            continuation: { columns: [nested[1].on], mode: nested[0] === object ? 'skip' : 'fill' },
            drift: { columns: 'discard_value' },
          }
        : {}),
    },
    { lineWidth: 0 },
  );
}
