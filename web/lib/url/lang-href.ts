import type { Lang } from '../i18n/languages.ts';

/** The address of the same page in a language. */
export function langHref(url: Pick<URL, 'pathname' | 'search'>, lang: Lang): string {
  const search = new URLSearchParams(url.search);
  search.set('lang', lang);
  return `${url.pathname}?${search}`;
}
