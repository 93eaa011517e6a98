import type { Receipt } from '../data/receipt.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A year 2000–2099, a month and perhaps a day and a time, however they are separated. */
const DATED =
  /(?<!\d)(20\d\d)[-_.年]?(0[1-9]|1[0-2])(?:[-_.月]?(0[1-9]|[12]\d|3[01])(?!\d{1,5}(?!\d))日?(?:[ T_-]?([01]\d|2[0-3])[:.点时]?([0-5]\d)(?!\d))?)?/;
/** `(2)`: a copy that was exported again the same day. */
const COPY = /\((\d{1,3})\)/;
/** `更正`, `更正3`: a correction of all that was exported the same day. */
const CORRECTION = /(?:更正|修订|修正|rev)(\d{0,3})/i;

/**
 * The instant as of which a file states its rows, so that files may arrive in any order: when its publisher says it was
 * published, else the date in its name (the end of that day or month, Asia/Shanghai), else when it was received.
 * Two exports of one day are told apart by the copy number or `更正` in their names, as microseconds.
 * @returns ISO 8601 with microseconds, as DuckDB casts it to TIMESTAMPTZ
 */
export function fileVersion(receipt: Pick<Receipt, 'name' | 'publishedAt' | 'receivedAt'>): string {
  return statedVersion(receipt) ?? versionAt(Date.parse(receipt.receivedAt), stemOf(receipt.name));
}

/** The instant that the publisher or the name of a file states; null if it is only known when the file was received. */
export function statedVersion({ name, publishedAt }: Pick<Receipt, 'name' | 'publishedAt'>): string | null {
  const stem = stemOf(name);
  const instant = publishedAt ? Date.parse(publishedAt) : namedInstant(stem);
  return instant === null ? null : versionAt(instant, stem);
}

function stemOf(name: string): string {
  return name.normalize('NFKC').replace(/\.[^.]*$/, '');
}

function versionAt(instant: number, stem: string): string {
  return `${new Date(instant).toISOString().slice(0, -1)}${copyNumber(stem)}Z`;
}

function namedInstant(stem: string): number | null {
  const found = DATED.exec(stem);
  if (!found) return null;
  const [, year, month, day, hour, minute] = found.map((text) =>
    text === undefined ? undefined : Number(text),
  );
  if (year === undefined || month === undefined) return null;
  const shanghai = (ms: number) => ms - 8 * HOUR_MS;
  if (day === undefined) return shanghai(Date.UTC(year, month, 1)) - 1;
  const start = shanghai(Date.UTC(year, month - 1, day));
  return hour === undefined ? start + DAY_MS - 1 : start + hour * HOUR_MS + (minute ?? 0) * 60_000;
}

/** Three digits below the millisecond. */
function copyNumber(stem: string): string {
  const [correction, copy] = [CORRECTION.exec(stem), COPY.exec(stem)];
  if (!correction && !copy) return '000';
  const number = Number(correction?.[1]) || Number(copy?.[1]) || 1;
  // a correction outranks every copy
  return String(Math.min(999, correction ? 500 + number : number)).padStart(3, '0');
}
