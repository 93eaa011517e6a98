import { CoalfaceError } from '../../data/errors.ts';
import type { Follow, HttpOrigin } from '../../data/origin-schema.ts';
import { readReceipt, type Receipt } from '../../data/receipt.ts';
import { addressOf, archive, baseOf, pageKey, type Visit } from './archive.ts';
import type { ExtractContext, Extraction } from './extract.ts';
import { findPages } from './list-walk.ts';
import type { FoundPage } from './page-ledger.ts';
import { archiveParts } from './paging.ts';
import { secretFrom } from './secret.ts';

/** So many of the newest pages are asked for again, for corrections; what is older stays as it is. */
const REVISITED = 10;
/** After these, the host is not asked for the other pages either. */
const CLOSED = new Set(['retry_later', 'host_unreachable', 'robots_unreachable']);

/**
 * Fetch a page, an answer in parts, or list pages and the pages that they lead to, and archive every answer before anyone
 * parses it. What fails keeps the rest from nothing.
 * @param rowsPath where an answer in parts has its rows
 * @returns the receipts of everything that holds rows, earlier ones included, and what went wrong
 * @throws CoalfaceError `bad_key`
 */
export async function extractHttp(
  source: string,
  origin: HttpOrigin,
  rowsPath: string,
  context: ExtractContext,
): Promise<Extraction> {
  const secret = origin.key ? secretFrom(origin.key, context.env) : null;
  const visit: Visit = {
    source,
    origin,
    context,
    fetcher: context.web.fetcher(origin, secret),
    base: await baseOf(origin, context),
  };
  if (origin.follow) return followList(visit, origin.follow);
  const receipts: Receipt[] = [];
  try {
    if (origin.paging) {
      await archiveParts(visit, origin.paging, rowsPath, (receipt) => void receipts.push(receipt));
    } else {
      const { receipt } = await archive(visit.base, visit, { role: 'page' });
      receipts.push(receipt);
      context.progress(1, 1);
    }
    return { receipts, errors: [] };
  } catch (error) {
    if (!(error instanceof CoalfaceError)) throw error;
    const before = context.pages.known(pageKey(visit.base, visit));
    const known = before && receipts.length === 0 ? await readReceipt(context.home, before.receipt) : null;
    return { receipts: known ? [known] : receipts, errors: [error] };
  }
}

async function followList(visit: Visit, follow: Follow): Promise<Extraction> {
  const { source, context } = visit;
  const found = await findPages(visit, follow);
  const errors = [...found.errors];
  const pages = await wanted(visit, follow, found.pages);
  for (const [done, { url, announced }] of pages.entries()) {
    context.progress(done, pages.length);
    try {
      await archive(url, visit, { role: 'page', announced });
    } catch (error) {
      if (!(error instanceof CoalfaceError)) throw error;
      errors.push(error);
      if (error.code === 'page_missing') context.pages.forget(source, pageKey(url, visit).url);
      if (CLOSED.has(error.code)) break;
    }
  }
  context.progress(pages.length, pages.length);
  const { receipts } = await archivedPages(visit, follow);
  return { receipts, errors };
}

/** What is to be asked for, oldest first: pages never fetched, those whose bytes are gone, and the newest again. */
async function wanted(visit: Visit, follow: Follow, found: readonly FoundPage[]): Promise<FoundPage[]> {
  const waiting = visit.context.pages
    .waiting(visit.source)
    .map((page) => ({ ...page, url: addressOf(page.url, visit) }))
    .filter(({ url }) => isFollowed(url, follow));
  const { lost } = await archivedPages(visit, follow);
  const newest = found.slice(0, REVISITED).reverse();
  return [
    ...new Map(
      [...waiting, ...lost.map((url) => ({ url, announced: null })), ...newest].map((page) => [
        page.url,
        page,
      ]),
    ).values(),
  ];
}

/** Receipts of the pages that were fetched, now or earlier, and the addresses of those whose bytes are gone. */
async function archivedPages(visit: Visit, follow: Follow): Promise<{ receipts: Receipt[]; lost: string[] }> {
  const receipts: Receipt[] = [];
  const lost: string[] = [];
  for (const page of visit.context.pages.pages(visit.source)) {
    const url = addressOf(page.url, visit);
    if (!isFollowed(url, follow)) continue;
    const receipt = await readReceipt(visit.context.home, page.receipt);
    if (receipt) receipts.push(receipt);
    else lost.push(url);
  }
  return { receipts, lost };
}

/** A source that came to follow other addresses leaves those that it followed before. */
function isFollowed(url: string, { href }: Follow): boolean {
  return new RegExp(href ?? '', 'u').test(url);
}
