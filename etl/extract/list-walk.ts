import { CoalfaceError } from '../../data/errors.ts';
import type { Follow } from '../../data/origin-schema.ts';
import { readText } from '../stage/page.ts';
import { landedFile } from '../../data/receipt.ts';
import { archive, pageKey, type Visit } from './archive.ts';
import { itemsOf, linksOf, type Links } from './list-page.ts';
import type { FoundPage } from './page-ledger.ts';

/**
 * Find the pages that the lists and feeds of a source lead to. Reading ends at the first list page all of whose pages are
 * archived, but not before all pages wanted were read once: an interrupted first run goes on where it was. A list or a
 * feed that fails keeps the others from nothing.
 * @returns the pages, newest first, and all that went wrong; `links_not_found` if nothing did and there are none
 */
export async function findPages(visit: Visit, follow: Follow): Promise<Links> {
  const found = new Map<string, FoundPage>();
  const errors: CoalfaceError[] = [];
  const take = (links: Links) => {
    errors.push(...links.errors);
    for (const page of links.pages) if (!found.has(page.url)) found.set(page.url, page);
  };
  const first = visit.context.pages.walked(visit.source, visit.origin.url) < follow.pages;
  const whole = await walk(visit, follow, take, errors);
  for (const feed of follow.feeds) {
    await attempt(errors, async () => {
      const { text, url } = await read(new URL(feed, visit.base).href, visit);
      take(itemsOf(text, url, follow));
    });
  }
  // once, like the lists: what is gone must not be asked for at every run
  if (first && found.size > 0) {
    take({
      pages: follow.known.map((href) => ({ url: new URL(href, visit.base).href, announced: null })),
      errors: [],
    });
  }
  const pages = [...found.values()];
  const { source, context } = visit;
  context.pages.found(
    source,
    pages
      .filter((page) => !isArchived(page, visit))
      .map((page) => ({ ...page, url: pageKey(page.url, visit).url }))
      .reverse(),
  );
  // only now: what was found is remembered
  if (whole) context.pages.rememberWalk(source, visit.origin.url, follow.pages);
  if (pages.length === 0 && errors.length === 0) {
    const pattern = [follow.text, follow.href].filter(Boolean).join(' → ');
    errors.push(
      new CoalfaceError('links_not_found', `no list page has a link like ${pattern}`, {
        where: { source, url: visit.base },
        hint: 'the layout may have changed: open the archived page and adjust `follow`',
      }),
    );
  }
  return { pages, errors };
}

/** Read list pages. @returns whether all that are wanted, and there, are read now or were once */
async function walk(
  visit: Visit,
  follow: Follow,
  take: (links: Links) => void,
  errors: CoalfaceError[],
): Promise<boolean> {
  const { source, origin, base, context } = visit;
  const walked = context.pages.walked(source, origin.url);
  const last = follow.next === undefined ? 1 : follow.pages;
  for (let page = 0; page < last; page += 1) {
    const url = page === 0 ? base : new URL((follow.next ?? '').replace('{n}', String(page)), base).href;
    const links = await attempt(errors, async () => {
      try {
        const list = await read(url, visit);
        return linksOf(list.text, list.url, follow);
      } catch (error) {
        // there are no more
        if (page > 0 && error instanceof CoalfaceError && error.code === 'page_missing') return null;
        throw error;
      }
    });
    if (links === undefined) return false;
    if (links === null) return true;
    take(links);
    const old = links.pages.length > 0 && links.pages.every((one) => isArchived(one, visit));
    if (old && walked >= follow.pages) return true;
  }
  return true;
}

function isArchived({ url }: FoundPage, visit: Visit): boolean {
  return visit.context.pages.known(pageKey(url, visit)) !== undefined;
}

async function read(url: string, visit: Visit): Promise<{ text: string; url: string }> {
  const list = await archive(url, visit, { role: 'list' });
  const file = landedFile(visit.context.home, list.receipt.sha256);
  const { text } = await readText(file, list.receipt.name, 'the list page');
  return { text, url: list.url };
}

/** @returns undefined if it failed: its error is among the others then */
async function attempt<T>(errors: CoalfaceError[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CoalfaceError)) throw error;
    errors.push(error);
    return undefined;
  }
}
