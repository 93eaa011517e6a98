import { error } from '@sveltejs/kit';
import { translator } from '#lib/i18n/index.ts';

/** Refuse who may only read. @throws HttpError 403 */
export function requireOperator(locals: App.Locals): void {
  if (!locals.operator) error(403, { code: 'read_only', message: translator(locals.lang)('data.readOnly') });
}
