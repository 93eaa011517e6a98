import { error } from '@sveltejs/kit';
import { z } from 'zod';
import { translator } from '#lib/i18n/index.ts';
import type { Lang } from '#lib/i18n/languages.ts';

/**
 * The parameters of an address, parsed: unknown and repeated keys are refused. `lang` is allowed everywhere.
 * @throws HttpError 400 that names the key and what is allowed
 */
export function parseAddress<S extends z.ZodRawShape>(
  url: URL,
  schema: z.ZodObject<S>,
  lang: Lang,
): z.infer<z.ZodObject<S>> {
  const t = translator(lang);
  const given: Record<string, string> = {};
  const allowed = [...Object.keys(schema.shape), 'lang'];
  for (const [key, value] of url.searchParams) {
    // the name of the form action that a page answers: `?/undo`
    if (key.startsWith('/') && value === '') continue;
    if (Object.hasOwn(given, key)) refuse(t('error.repeated', { key: key.slice(0, 40) }));
    if (!allowed.includes(key))
      refuse(t('error.unknownKey', { key: key.slice(0, 40), allowed: allowed.join(', ') }));
    given[key] = value;
  }
  delete given['lang'];
  const parsed = schema.safeParse(given);
  if (!parsed.success) refuse(z.prettifyError(parsed.error));
  return parsed.data;
}

/** End the request with 400. @throws HttpError always */
export function refuse(message: string, hint?: string): never {
  error(400, { message, code: 'bad_parameter', ...(hint ? { hint } : {}) });
}
