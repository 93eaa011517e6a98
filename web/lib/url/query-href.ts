import type { Lang } from '../i18n/languages.ts';
import type { Table } from '../table.ts';

/**
 * The address that runs a query with the parameters of a result.
 * @param file `''` for the page, or `data.csv`, `data.json`, `data.arrow`
 * @param tracing whether the figures of the page lead to where they come from
 */
export function queryHref(
  table: Pick<Table, 'query' | 'params'>,
  file: '' | 'data.csv' | 'data.json' | 'data.arrow',
  lang: Lang,
  tracing = false,
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(table.params)) {
    search.set(name, String(value));
  }
  if (tracing) search.set('trace', 'on');
  if (lang !== 'zh-CN') search.set('lang', lang);
  const query = search.size > 0 ? `?${search}` : '';
  return `/queries/${encodeURIComponent(table.query)}${file ? `/${file}` : ''}${query}`;
}
