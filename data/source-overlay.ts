import { z } from 'zod';
import type { CoalfaceError } from './errors.ts';
import { objectCatalogue } from './object-file.ts';

/** The column that says that a row is deleted; every object may have it. */
export const DELETED = 'deleted';
const DELETED_FLAG = {
  type: 'flag',
  from: [
    '已删除',
    '是否删除',
    '已作废',
    '是否作废',
    '作废',
    '是否停用',
    'IsDeleted',
    'is_deleted',
    'Deleted',
  ],
};

const overlay = z.looseObject({
  object: z.string(),
  derived: z.record(z.string(), z.unknown()).default({}),
  columns: z.record(z.string(), z.looseObject({})).optional(),
  rules: z.array(z.unknown()).default([]),
});

/**
 * A source of a catalogue object begins with the object's columns, key and rules. What it says of a column is laid over
 * the object's: its `from` come first, before the object's synonyms; everything else replaces. Its rules are added.
 * What it derives takes the place of the object's column of that name.
 * @param bad makes the error for a column that neither the object has nor the source declares, or that must be filled and is
 *   not to be
 */
export function withCatalogue(raw: unknown, bad: (message: string) => CoalfaceError): unknown {
  const given = overlay.safeParse(raw);
  const object = given.success ? objectCatalogue().get(given.data.object) : undefined;
  if (!given.success || !object) return raw;
  const own = given.data.columns ?? {};
  const unknown = Object.keys(own).filter(
    (id) => !(id in object.columns) && !own[id]?.['type'] && id !== DELETED,
  );
  if (unknown.length) {
    const known = Object.keys(object.columns).join(', ');
    throw bad(
      `${object.id} has no column ${unknown.join(', ')}; it has ${known}; a column beside them needs a type`,
    );
  }
  const waived = Object.keys(own).filter(
    (id) => own[id]?.['required'] === false && object.columns[id]?.required,
  );
  if (waived.length) {
    throw bad(
      `the table of ${object.id} has no row without ${waived.join(', ')}: where a file has none, say what it is in \`constants\` or \`derived\``,
    );
  }
  const columns: Record<string, unknown> = {
    ...own,
    [DELETED]: { ...DELETED_FLAG, ...own[DELETED] },
  };
  for (const [id, { zh: _zh, en: _en, ...base }] of Object.entries(object.columns)) {
    if (id in given.data.derived) continue;
    const said = own[id] ?? {};
    const stated = Array.isArray(said['from']) ? said['from'] : [];
    const from = [...new Set([...stated, ...base.from])];
    // of a column of another type only the headers, and whether it must be filled, still hold
    const kept = [undefined, base.type].includes(said['type'] as typeof base.type)
      ? base
      : { required: base.required };
    columns[id] = { ...kept, ...said, from, ...(stated.length ? { own: stated } : {}) };
  }
  return { key: object.key, ...given.data, rules: [...object.rules, ...given.data.rules], columns };
}
