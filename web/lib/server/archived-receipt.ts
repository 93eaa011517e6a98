import { error } from '@sveltejs/kit';
import { homeAt } from '../../../data/home.ts';
import { readReceipt, type Receipt } from '../../../data/receipt.ts';
import { translator } from '#lib/i18n/index.ts';
import type { Lang } from '#lib/i18n/languages.ts';

/** The receipt of an address's landing id. @throws HttpError 404 */
export async function archivedReceipt(id: string, lang: Lang): Promise<Receipt> {
  const receipt = /^[0-9a-f]{16}$/.test(id) ? await readReceipt(homeAt(), id) : null;
  if (!receipt) {
    error(404, {
      code: 'unknown_file',
      message: translator(lang)('archive.unknown', { id: id.slice(0, 40) }),
    });
  }
  return receipt;
}
