import type { Lang } from '../i18n/languages.ts';
import type { Table } from '../table.ts';

/**
 * The address that explains a figure of a result.
 * @param row its row in the result, counted from 0
 * @param file `''` for the page, or `data.json`
 */
export function explainHref(
  table: Pick<Table, 'query' | 'params' | 'snapshot'>,
  row: number,
  column: string,
  lang: Lang,
  file: '' | 'data.json' = '',
): string {
  const search = new URLSearchParams({ cell: `${row + 1},${column}` });
  for (const [name, value] of Object.entries(table.params)) search.set(name, String(value));
  search.set('snapshot', table.snapshot);
  if (lang !== 'zh-CN') search.set('lang', lang);
  return `/explain/${encodeURIComponent(table.query)}${file ? `/${file}` : ''}?${search}`;
}
