import { z } from 'zod';
import { CoalfaceError } from '../../../data/errors.ts';
import type { Lang } from '#lib/i18n/languages.ts';
import { refuse } from './address.ts';

/**
 * The fields of a posted form, parsed: unknown fields are refused, and repeated ones but where the schema has a list.
 * Texts are trimmed; empty ones count as not given.
 * @throws HttpError 400 that names the field
 */
export async function formFields<S extends z.ZodRawShape>(
  request: Request,
  schema: z.ZodObject<S>,
): Promise<z.infer<z.ZodObject<S>>> {
  const form = await request.formData();
  const lists = Object.keys(schema.shape).filter((key) => schema.shape[key] instanceof z.ZodArray);
  const given: Record<string, unknown> = {};
  for (const key of new Set([...form.keys(), ...lists])) {
    const texts = form.getAll(key).map((value) => (typeof value === 'string' ? value.trim() : refuse(key)));
    if (lists.includes(key)) given[key] = texts;
    else if (texts.length > 1) refuse(key.slice(0, 40));
    else if (texts[0] !== '') given[key] = texts[0];
  }
  const parsed = schema.strict().safeParse(given);
  if (!parsed.success) refuse(z.prettifyError(parsed.error));
  return parsed.data;
}

/** A fault that a page shows where it was caused. */
export interface Fault {
  code: string;
  message: string;
  hint: string | null;
}

/** What a page shows of one of our own faults, in one language where its message has both. @throws any other error again */
export function faultOf(error: unknown, lang: Lang): Fault {
  if (!(error instanceof CoalfaceError)) throw error;
  return { code: error.code, message: ofLang(error.message, lang), hint: error.hint ?? null };
}

/** Messages of the command line are `中文: English`. */
function ofLang(message: string, lang: Lang): string {
  const [, zh, en] = /^([^:]*[\u4e00-\u9fff][^:]*): (.+)$/s.exec(message) ?? [];
  return (lang === 'en' ? en : zh) ?? message;
}
