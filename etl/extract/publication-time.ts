import * as cheerio from 'cheerio';
import type { HttpOrigin } from '../../data/origin-schema.ts';
import type { Fetched } from './fetch.ts';

/** A year, a month, a day, perhaps a time and a zone; what stands between is punctuation or 年月日 in any encoding. */
const STATED =
  /(?<!\d)((?:19|20)\d\d)\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})(?!\d)(?:\D{1,8}(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?/;
/** `Thu, 24 Sep 2026 09:30:00 +0800` */
const OF_MAIL = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} .*(?:GMT|UTC?|Z|[+-]\d{4})$/;
const BEIJING_MS = 8 * 3_600_000;

/**
 * The first instant in a text. Publishers state Beijing time without a zone; one that they state counts.
 * @returns null if there is none
 */
export function instantIn(text: string): Date | null {
  const trimmed = text.normalize('NFKC').trim();
  if (OF_MAIL.test(trimmed)) return validDate(Date.parse(trimmed));
  const [found, year, month, day, hour, minute, second, zone] = STATED.exec(trimmed) ?? [];
  if (!found) return null;
  const parts = [year, month, day, hour, minute, second].map((part) => Number(part ?? 0));
  const [y = 0, m = 0, d = 0, h = 0, min = 0, s = 0] = parts;
  const instant = new Date(Date.UTC(y, m - 1, d, h, min, s));
  // the thirteenth month and the thirtieth of February are no days
  if (instant.getUTCMonth() !== m - 1 || instant.getUTCDate() !== d || h > 23) return null;
  return new Date(instant.getTime() - offsetMs(zone));
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined) return BEIJING_MS;
  if (zone === 'Z') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function validDate(ms: number): Date | null {
  return Number.isNaN(ms) ? null : new Date(ms);
}

/**
 * When the publisher says that an answer was published: in the first of the origin's selectors that states it, else in
 * the feed that announced it. Last-Modified is the server's word, and counts only for files without any other.
 */
export function publicationTime(
  answer: Pick<Fetched, 'body' | 'headers'>,
  { published }: Pick<HttpOrigin, 'published'>,
  announced: Date | null,
): Date | null {
  const page = /^(?:\xef\xbb\xbf)?\s*</.test(answer.body.toString('latin1', 0, 256));
  if (page && published.length) {
    const $ = cheerio.loadBuffer(answer.body);
    for (const selector of published) {
      for (const element of $(selector).toArray()) {
        const stated = instantIn($(element).attr('content') ?? $(element).text());
        if (stated) return stated;
      }
    }
  }
  if (announced) return announced;
  const modified = answer.headers['last-modified'];
  return !page && published.length === 0 && modified ? validDate(Date.parse(modified)) : null;
}
