import { z } from 'zod';
import { name } from './contract-schema.ts';
import { pattern } from './pattern.ts';

const files = z.strictObject({
  kind: z.literal('files'),
  /** folder below the inbox */
  folder: name,
  /** file name ending, e.g. `.csv`; default any */
  ending: z
    .string()
    .regex(/^\.[a-z0-9]+$/)
    .optional(),
});

const shipped = z.strictObject({
  kind: z.literal('shipped'),
  /** file below data/reference that the product ships */
  file: z.string().regex(/^[a-z0-9_]+\/[a-z0-9_.]+$/),
});

const follow = z.strictObject({
  /** pattern of the link's text, or of the title of a feed's item, after NFKC and with single spaces */
  text: pattern.optional(),
  /** pattern of the absolute address that the link leads to */
  href: pattern.optional(),
  /** addresses of RSS or Atom feeds that announce the same pages, relative to `url` */
  feeds: z.array(z.string().min(1)).default([]),
  /** address of the further list pages, relative to `url`, with `{n}` from 1: `index_{n}.html` */
  next: z.string().includes('{n}').optional(),
  /** addresses of pages that no list shows any more, relative to `url`, newest first */
  known: z.array(z.string().min(1)).default([]),
  /** read no more list pages than these; reading ends before, at a page of which every link is archived */
  pages: z.int().min(1).max(200).default(1),
});

const http = z.strictObject({
  kind: z.literal('http'),
  /**
   * the page or file itself or, with `follow`, the list page that links to them; `${SAMPLE_SITE}` stands for the
   * loopback server of the sample company
   */
  url: z.string().min(1),
  /** which links of the list page, or items of its feeds, are the pages to fetch */
  follow: follow.optional(),
  /** an answer in parts: each is asked for by its offset until `total` rows are there */
  paging: z
    .strictObject({
      /** names of the parameters of the address */
      offset: z.string().min(1),
      length: z.string().min(1),
      /** rows to ask for at a time */
      rows: z.int().min(1),
      /** path to the number of all rows in the JSON answer: `response.total` */
      total: z.string().min(1),
    })
    .optional(),
  /** a key that the user holds: without it in the environment the source is not fetched; it is archived nowhere */
  key: z
    .strictObject({
      /** environment variable that holds it */
      env: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
      /** parameter of the address that carries it */
      query: z.string().min(1),
    })
    .optional(),
  method: z.enum(['get', 'post']).default('get'),
  /** address that the request says it comes from */
  referer: z.string().optional(),
  /**
   * CSS selectors of the elements whose `content` attribute, or else text, states the publication time (Asia/Shanghai);
   * the first that states one counts
   */
  published: z.array(z.string().min(1)).default([]),
  /** let the address be private or loopback; otherwise such addresses are refused */
  allow_private: z.boolean().default(false),
  /** least time between two requests to the host */
  pace_ms: z.int().min(0).default(1000),
});

/** Where the bytes of a source come from. */
export const origin = z.discriminatedUnion('kind', [files, shipped, http]);
/** The origin of an HTTP source. */
export type HttpOrigin = z.infer<typeof http>;
/** Which links of a list page are followed. */
export type Follow = z.infer<typeof follow>;

/** Stands for the loopback server of the sample company. */
export const SAMPLE_SITE = '${SAMPLE_SITE}';

/** Whether an address is one of the sample company. */
export function isSample({ url }: Pick<HttpOrigin, 'url'>): boolean {
  return url.includes(SAMPLE_SITE);
}

/** Whether a source can be had over the network only. */
export function isRemote(from: z.infer<typeof origin>): boolean {
  return from.kind === 'http' && !isSample(from);
}
