import { htmlBytes, type HeaderCell } from '../formats/html.ts';
import { chinese, layoutOf, type LayoutStyle } from '../layout.ts';
import { objectOf } from '../objects.ts';
import type { Cell, Dialect } from '../table.ts';
import { PLAIN, grouped } from '../writers.ts';
import { CRM_OBJECTS } from './objects.ts';

const STYLE: LayoutStyle = {
  name: 'html',
  headers: {
    complaint: { kind: '投诉/类型', opened_at: '投诉/时间', closed_at: '投诉/关闭时间', status: '投诉/状态' },
    plant_report: { burn_t: '煤炭/耗煤', receipts_t: '煤炭/来煤', stock_t: '煤炭/存煤' },
  },
  pick: chinese(0),
  print: (header, unit) => `${header}${unit ? `（${unit}）` : ''}`,
};

/** Levels of a header `父/子`; units such as 元/吨 stand in brackets and do not count. */
function levels(header: string): [string, string | undefined] {
  const at = /^([^（(]*?)\/(.+)$/.exec(header);
  return at ? [at[1] as string, at[2]] : [header, undefined];
}

function headerRows(headers: readonly string[]): HeaderCell[][] {
  const parts = headers.map(levels);
  if (parts.every(([, child]) => child === undefined)) return [parts.map(([text]) => ({ text }))];
  const top: HeaderCell[] = [];
  parts.forEach(([text, child], i) => {
    if (child === undefined) top.push({ text, rows: 2 });
    else if (i > 0 && parts[i - 1]?.[0] === text) (top.at(-1) as HeaderCell).columns! += 1;
    else top.push({ text, columns: 1 });
  });
  return [top, parts.flatMap(([, child]) => (child === undefined ? [] : [{ text: child }]))];
}

/** Header records as a reader sees them once spans are resolved. */
function seen(headers: readonly string[]): Cell[][] {
  const rows = headerRows(headers).length;
  return rows === 1
    ? [[...headers]]
    : [headers.map((one) => levels(one)[0]), headers.map((one) => levels(one)[1] ?? null)];
}

/**
 * A table of a web page saved under the name of a workbook: GBK by its meta tag, no-break spaces, headers that span
 * columns and rows, figures as text with thousands separators, codes with leading zeros.
 */
export const html: Dialect = {
  name: 'html',
  title: { zh: '网页报表', en: 'Web report' },
  objects: CRM_OBJECTS,
  delimited: () => false,
  layout: (object) => layoutOf(object, STYLE),
  strangers: () => [],
  fileName: (object, variant) => `${objectOf(object).title.zh}${variant}.xls`,
  writers: () => ({
    ...PLAIN,
    date: (iso) => iso.replace(/^(\d+)-(\d+)-(\d+)$/, '$1年$2月$3日'),
    timestamp: (stamp) => stamp.slice(0, 16).replaceAll('-', '/'),
    decimal: (text, { unit }) => (unit === '元' || unit === '吨' ? grouped(text) : text),
  }),
  head: (_object, headers) => seen(headers),
  sums: { all: '合计' },
  foot: () => [],
  encode: ({ object, records, head, width }) => {
    const headers = records.slice(0, head);
    const flat = Array.from({ length: width }, (_, c) => {
      const child = headers[1]?.[c];
      return `${String(headers[0]?.[c])}${child ? `/${String(child)}` : ''}`;
    });
    const full = records.slice(head).map((cells) => (cells.length ? cells : Array<Cell>(width).fill(null)));
    return htmlBytes(objectOf(object).title.zh, headerRows(flat), full);
  },
};
