import * as cheerio from 'cheerio';
import { CoalfaceError } from '../../data/errors.ts';
import type { Follow } from '../../data/origin-schema.ts';
import { webAddress } from './address.ts';
import type { FoundPage } from './page-ledger.ts';
import { instantIn } from './publication-time.ts';

/** Pages in the order in which a list names them, newest first, each once; and what stands there and is no address. */
export interface Links {
  pages: FoundPage[];
  errors: CoalfaceError[];
}

/** The links of a list page that are to be followed. @param url the address that the page was read from */
export function linksOf(html: string, url: string, follow: Pick<Follow, 'text' | 'href'>): Links {
  const $ = cheerio.load(html);
  const stated = $('base[href]').first().attr('href');
  const base = stated && URL.canParse(stated, url) ? new URL(stated, url).href : url;
  const links = $('a[href]')
    .toArray()
    .map((link) => ({
      text: $(link).text(),
      href: $(link).attr('href') ?? '',
      announced: null,
    }));
  return followed(links, base, follow);
}

/** The items of an RSS or Atom feed that are to be followed. @param url the address that the feed was read from */
export function itemsOf(xml: string, url: string, follow: Pick<Follow, 'text' | 'href'>): Links {
  const $ = cheerio.load(xml, { xml: true });
  const items = $('item, entry')
    .toArray()
    .map((item) => {
      const link = $(item).children('link');
      const page = link.filter('[href]:not([rel]), [href][rel="alternate"]').first().attr('href');
      const dates = $(item).children('pubDate, published, updated, dc\\:date');
      return {
        text: $(item).children('title').first().text(),
        href: page ?? link.first().text().trim(),
        announced: instantIn(dates.first().text()),
      };
    });
  return followed(items, url, follow);
}

function followed(
  links: { text: string; href: string; announced: Date | null }[],
  base: string,
  { text, href }: Pick<Follow, 'text' | 'href'>,
): Links {
  const [ofText, ofHref] = [new RegExp(text ?? '', 'u'), new RegExp(href ?? '', 'u')];
  const pages = new Map<string, FoundPage>();
  const errors: CoalfaceError[] = [];
  for (const link of links) {
    if (!ofText.test(link.text.normalize('NFKC').replace(/\s+/g, ' ').trim())) continue;
    try {
      const url = webAddress(link.href, base).href;
      // a page is found more than once where lists are drawn for wide and narrow screens
      if (ofHref.test(url) && !pages.has(url)) pages.set(url, { url, announced: link.announced });
    } catch (error) {
      if (!(error instanceof CoalfaceError)) throw error;
      errors.push(error);
    }
  }
  return { pages: [...pages.values()], errors };
}
