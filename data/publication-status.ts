/** How a publication that is due stands; `published`: it is there, and when it came is not known. */
export const PUBLICATION_STATUSES = [
  'on_time',
  'published_late',
  'published',
  'expected',
  'due',
  'late',
  'missing',
  'skipped',
] as const;

/** How a publication that is due stands. */
export type PublicationStatus = (typeof PUBLICATION_STATUSES)[number];

/** What decides the status of one period of a calendar. */
export interface PublicationCase {
  dueAt: Date;
  lateAt: Date;
  missingAt: Date;
  /** the publisher leaves periods out */
  skips: boolean;
  /** an observation of the period is known */
  known: boolean;
  /** when it was first published; null: not known */
  publishedAt: Date | null;
  /** an observation of a later period of the source is known */
  laterKnown: boolean;
  now: Date;
}

/** The status of a publication; `market.publication_status` is the same rule in SQL. */
export function publicationStatus(one: PublicationCase): PublicationStatus {
  if (one.known) {
    if (!one.publishedAt) return 'published';
    return one.publishedAt <= one.lateAt ? 'on_time' : 'published_late';
  }
  if (one.skips && one.laterKnown) return 'skipped';
  if (one.now < one.dueAt) return 'expected';
  if (one.now < one.lateAt) return 'due';
  return one.now < one.missingAt ? 'late' : 'missing';
}
