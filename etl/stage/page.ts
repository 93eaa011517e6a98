import * as cheerio from 'cheerio';
import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { CoalfaceError } from '../../data/errors.ts';
import type { PageElement, PageNode } from './html-grid.ts';
import { isDamagedUtf8, markedEncoding } from './text-encoding.ts';

/** A page as a tree, and the encoding of its bytes. */
export interface Page {
  $: cheerio.CheerioAPI;
  encoding: string;
}

/** A page is held as a tree of some twenty-five times its bytes. */
const MAX_PAGE_BYTES = 32 * 1024 * 1024;

/** Elements whose text nobody sees. */
const UNSEEN = new Set(['script', 'style', 'noscript', 'template', 'svg', 'iframe']);
/** Elements within a line; every other one begins a line of its own. */
const INLINE = new Set(
  'a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong sub sup time tt u var'.split(
    ' ',
  ),
);
const CELLS = new Set(['td', 'th']);

/**
 * Open a page.
 * @throws CoalfaceError `empty_file`, `page_too_large`, `bad_encoding`
 */
export async function openPage(file: string, name: string): Promise<Page> {
  const { text, encoding } = await readText(file, name, 'the page');
  return { $: cheerio.load(text), encoding };
}

/**
 * The text of a file that is held whole. What it declares is believed only after its bytes: exports declare GB2312 and are
 * UTF-8, or say nothing at all.
 * @param what the file is called in errors: `the page`
 * @throws CoalfaceError `empty_file`, `page_too_large`, `bad_encoding`
 */
export async function readText(
  file: string,
  name: string,
  what: string,
): Promise<{ text: string; encoding: string }> {
  const { size } = await stat(file);
  if (size === 0) throw new CoalfaceError('empty_file', `${what} is empty`, { where: { file: name } });
  if (size > MAX_PAGE_BYTES) {
    throw new CoalfaceError('page_too_large', `${what} has ${Math.round(size / 1024 / 1024)} MB`, {
      where: { file: name },
      hint: 'open it in Excel and save it as .xlsx or CSV, or ask the publisher for less at a time',
    });
  }
  const bytes = await readFile(file);
  const marked = markedEncoding(bytes);
  if (!marked && (isUtf8(bytes) || isDamagedUtf8(bytes))) {
    return { text: bytes.toString('utf8'), encoding: 'utf-8' };
  }
  const declared = /<meta[^>]*\bcharset\s*=\s*["']?\s*([\w-]+)/i.exec(bytes.toString('latin1', 0, 4096))?.[1];
  for (const encoding of marked ? [marked] : [declared, 'gb18030']) {
    const text = encoding && decoded(bytes, encoding.toLowerCase(), marked === undefined);
    if (text) return { text, encoding: encoding.toLowerCase() };
  }
  throw new CoalfaceError('bad_encoding', `the text of ${what} is in no encoding that is known`, {
    where: { file: name },
    hint: 'the file may be damaged or cut; export it again',
  });
}

/** @returns undefined if the bytes are not in that encoding, or nobody knows it */
function decoded(bytes: Buffer, encoding: string, fatal: boolean): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * The lines of text that a reader of the element sees: a block or `<br>` begins a line, the cells of a table are parted by
 * a space; white space is single. Scripts and styles are no text.
 */
export function visibleLines(element: PageElement): string[] {
  const parts: string[] = [];
  walk(element, parts);
  return parts
    .join('')
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '');
}

/**
 * The elements of a page that a selector finds, in their order.
 * @throws CoalfaceError `bad_source` if it is none
 */
export function selected({ $ }: Page, selector: string): PageElement[] {
  try {
    return elements($(selector).toArray());
  } catch (error) {
    throw new CoalfaceError('bad_source', `${selector} is no CSS selector`, {
      cause: error,
      hint: 'correct it in the source file',
    });
  }
}

function elements(nodes: readonly PageNode[]): PageElement[] {
  return nodes.filter((node): node is PageElement => 'attribs' in node);
}

/** All text of a page that a reader sees, its title first. */
export function pageText({ $ }: Page): string {
  return elements($.root().children().toArray()).flatMap(visibleLines).join(' ');
}

function walk(element: PageElement, parts: string[]): void {
  const edge = INLINE.has(element.name) ? '' : CELLS.has(element.name) ? ' ' : '\n';
  parts.push(edge);
  for (const child of element.children) {
    if (child.type === 'text') parts.push(child.data.replace(/\s+/g, ' '));
    else if ('attribs' in child && !UNSEEN.has(child.name)) walk(child, parts);
  }
  parts.push(edge);
}

/** What a page shows first: its title, else the beginning of its text. */
export function titleOf({ $ }: Page): string {
  const title = $('title').first().text().trim().replace(/\s+/g, ' ');
  return title || elements($('body').toArray()).flatMap(visibleLines).join(' ').slice(0, 80);
}
