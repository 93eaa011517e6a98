import * as cheerio from 'cheerio';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { CoalfaceError } from '../../data/errors.ts';
import type { HttpOrigin } from '../../data/origin-schema.ts';
import { land, landedFile, readReceipt, type Receipt } from '../landing.ts';
import type { ExtractContext } from './extract.ts';
import { openFetcher, type Fetched, type Fetcher } from './fetch.ts';

/**
 * Fetch a list page and the pages it links to, conditionally, and archive every answer before anyone parses it.
 * @returns the receipts of the linked pages
 * @throws CoalfaceError `http_status`, `fetch_failed`, `address_refused`, `bad_address`, `body_too_large`,
 * `redirect_loop`, `links_not_found`
 */
export async function extractHttp(
  source: string,
  origin: HttpOrigin,
  context: ExtractContext,
): Promise<Receipt[]> {
  const fetcher = openFetcher({ allowPrivate: origin.allow_private });
  try {
    const base = origin.url.includes('${SAMPLE_SITE}')
      ? origin.url.replace('${SAMPLE_SITE}', await context.sampleSite())
      : origin.url;
    const list = await fetchPage(fetcher, source, base, origin, context);
    const links = await followed(list, base, origin, context);
    const receipts: Receipt[] = [];
    for (const [done, url] of links.entries()) {
      context.progress(done, links.length);
      if (origin.pace_ms) await sleep(origin.pace_ms);
      receipts.push(await fetchPage(fetcher, source, url, origin, context));
    }
    context.progress(links.length, links.length);
    return receipts;
  } finally {
    await fetcher.close();
  }
}

/** A page is known by its path: the loopback site of the sample has another port each time. */
function pageKey(url: string, origin: HttpOrigin): string {
  return origin.url.includes('${SAMPLE_SITE}') ? `sample:${new URL(url).pathname}` : url;
}

async function fetchPage(
  fetcher: Fetcher,
  source: string,
  url: string,
  origin: HttpOrigin,
  context: ExtractContext,
): Promise<Receipt> {
  const key = pageKey(url, origin);
  const before = context.journal.page(key);
  const known = before ? await readReceipt(context.home, before.receipt) : null;
  const answer = await fetcher.get(
    url,
    known ? { etag: before?.etag ?? null, lastModified: before?.last_modified ?? null } : {},
  );
  if (answer.status === 304 && known) return known;
  const receipt = await land(context.home, {
    source,
    name: pageName(url),
    url: key,
    receivedAt: context.now(),
    publishedAt: publicationTime(answer, origin),
    headers: answer.headers,
    body: Readable.from([answer.body]),
  });
  context.journal.rememberPage({
    url: key,
    source,
    etag: answer.headers['etag'] ?? null,
    lastModified: answer.headers['last-modified'] ?? null,
    receipt: receipt.id,
  });
  return receipt;
}

/** The last part of the path; what is percent-encoded in another character set than UTF-8 stays as it is. */
function pageName(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) || 'index';
  try {
    return decodeURIComponent(last);
  } catch (error) {
    if (error instanceof URIError) return last;
    throw error;
  }
}

function absolute(href: string, base: string, source: string): string {
  if (URL.canParse(href, base)) return new URL(href, base).href;
  throw new CoalfaceError(
    'bad_address',
    `the list page links to something that is no address: ${href.slice(0, 200)}`,
    {
      where: { source, url: base },
      hint: 'the layout may have changed: open the archived page and adjust `follow`',
    },
  );
}

async function followed(
  list: Receipt,
  base: string,
  origin: HttpOrigin,
  context: ExtractContext,
): Promise<string[]> {
  const $ = cheerio.loadBuffer(await readFile(landedFile(context.home, list.sha256)));
  const links = $('a[href]')
    .toArray()
    .filter((link) => new RegExp(origin.follow?.text ?? '', 'u').test($(link).text().normalize('NFKC')))
    .map((link) => absolute($(link).attr('href') ?? '', base, list.source));
  if (links.length === 0) {
    throw new CoalfaceError(
      'links_not_found',
      `the list page has no link whose text contains ${origin.follow?.text}`,
      {
        where: { source: list.source, url: base },
        hint: 'the layout may have changed: open the archived page and adjust `follow`',
      },
    );
  }
  return [...new Set(links)].reverse();
}

/** Publishers state Beijing time without a zone. */
function publicationTime(answer: Fetched, origin: HttpOrigin): Date | null {
  const stated = cheerio.loadBuffer(answer.body)(origin.published.join(', ')).first().attr('content');
  if (!stated) return null;
  const match = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2}))?/.exec(stated.trim());
  if (!match) return null;
  const [, year, month, day, hour = '0', minute = '0'] = match;
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour) - 8, Number(minute)));
}
