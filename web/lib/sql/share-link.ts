import { z } from 'zod';
import { PARAMETER_TYPES, type Given } from './named-parameters.ts';

/** A statement with its parameters, as a link carries it. */
export interface Shared {
  sql: string;
  given: Record<string, Given>;
}

const statement = z.string().min(1).max(200_000);
const parameter = z.tuple([z.enum(PARAMETER_TYPES), z.string().max(10_000)]);

/** The fragment of a link, with its `#`: browsers do not send it, so no log has it. */
export function sharedFragment({ sql, given }: Shared): string {
  const fields = new URLSearchParams({ sql });
  for (const [name, { type, text }] of Object.entries(given)) fields.set(`p.${name}`, `${type}:${text}`);
  return `#${fields}`;
}

/** What the fragment of an address carries; null if it is nothing that was shared. */
export function sharedIn(fragment: string): Shared | null {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''));
  const sql = statement.safeParse(fields.get('sql'));
  if (!sql.success) return null;
  const given = [...fields].flatMap(([key, value]): [string, Given][] => {
    const [, name] = /^p\.([A-Za-z_]\w*)$/.exec(key) ?? [];
    const at = value.indexOf(':');
    const read = parameter.safeParse([value.slice(0, at), value.slice(at + 1)]);
    return name && read.success ? [[name, { type: read.data[0], text: read.data[1] }]] : [];
  });
  return { sql: sql.data, given: Object.fromEntries(given) };
}
