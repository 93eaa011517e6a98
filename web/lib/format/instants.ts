import prettyBytes from 'pretty-bytes';
import type { Lang } from '../i18n/languages.ts';
import { MISSING } from './numbers.ts';

const BEIJING = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** An ISO 8601 instant as `YYYY-MM-DD HH:MM` in Asia/Shanghai; `—` if there is none. */
export function beijingTime(instant: string | null | undefined): string {
  return instant ? BEIJING.format(new Date(instant)) : MISSING;
}

const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long ago an instant was, in the largest whole unit: `3小时前`, `2 days ago`. */
export function timeAgo(instant: string, now: string, lang: Lang): string {
  const passed = Date.parse(now) - Date.parse(instant);
  const [unit, ms] = STEPS.find(([, step]) => Math.abs(passed) >= step) ?? ['minute', 60_000];
  return new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(-Math.trunc(passed / ms), unit);
}

/** A size in bytes with the unit that suits it: `12.3 MiB`; `—` if it is not known. */
export function fileSize(bytes: number | null): string {
  return bytes === null ? MISSING : prettyBytes(bytes, { binary: true });
}
