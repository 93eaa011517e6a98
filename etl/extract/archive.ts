import { CoalfaceError } from '../../data/errors.ts';
import { isSample, SAMPLE_SITE, type HttpOrigin } from '../../data/origin-schema.ts';
import { readReceipt, type Receipt } from '../../data/receipt.ts';
import { land } from '../landing.ts';
import type { ExtractContext } from './extract.ts';
import type { Fetcher } from './fetch.ts';
import type { PageKey, PageRole } from './page-ledger.ts';
import { publicationTime } from './publication-time.ts';

/** One source while it is fetched. */
export interface Visit {
  source: string;
  origin: HttpOrigin;
  context: ExtractContext;
  fetcher: Fetcher;
  /** the origin's address, with the port that the sample site has today */
  base: string;
}

/** What an address had to give. */
export interface Archived {
  receipt: Receipt;
  /** the address that answered, after redirects */
  url: string;
}

/** How an address is kept. */
export interface Keeping {
  role: PageRole;
  /** when a feed says that it was published */
  announced?: Date | null;
  /** added to the name: which part of an answer it is */
  suffix?: string;
}

/** The key of an address: pages of the sample are known by their path, their site has another port each time. */
export function pageKey(url: string, { source, origin }: Pick<Visit, 'source' | 'origin'>): PageKey {
  const key = isSample(origin) ? `sample:${new URL(url).pathname}` : url;
  return { source, method: origin.method, url: key };
}

/** The address that a key of a page stands for today. */
export function addressOf(key: string, { base }: Pick<Visit, 'base'>): string {
  return key.startsWith('sample:') ? new URL(key.slice('sample:'.length), base).href : key;
}

/** The address of an origin with the sample site of today. */
export async function baseOf(origin: HttpOrigin, context: ExtractContext): Promise<string> {
  return isSample(origin) ? origin.url.replace(SAMPLE_SITE, await context.sampleSite()) : origin.url;
}

/**
 * Ask for an address, conditionally if it is archived, and archive the answer before anyone parses it.
 * @throws CoalfaceError `empty_body`, `landing_failed` and those of the fetcher
 */
export async function archive(url: string, visit: Visit, keeping: Keeping): Promise<Archived> {
  const { source, origin, context, fetcher } = visit;
  const key = pageKey(url, visit);
  const before = context.pages.known(key);
  const known = before ? await readReceipt(context.home, before.receipt) : null;
  const answer = await fetcher.get(url, known && before ? before : {});
  if (known && before && answer.status === 304) {
    context.pages.remember(key, keeping.role, before);
    return { receipt: known, url: answer.url };
  }
  if (answer.body.length === 0) {
    throw new CoalfaceError('empty_body', 'the server answered 200 with nothing', {
      where: { source, url },
      hint: 'nothing was archived; it is asked for again on the next run',
    });
  }
  const receipt = await land(context.home, {
    source,
    name: pageName(url) + (keeping.suffix ?? ''),
    url: key.url,
    receivedAt: context.now(),
    publishedAt: publicationTime(answer, origin, keeping.announced ?? null),
    headers: answer.headers,
    body: (async function* () {
      yield answer.body;
    })(),
  });
  context.pages.remember(key, keeping.role, {
    etag: answer.headers['etag'] ?? null,
    lastModified: answer.headers['last-modified'] ?? null,
    receipt: receipt.id,
  });
  return { receipt, url: answer.url };
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
