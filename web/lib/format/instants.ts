import prettyBytes from 'pretty-bytes';
import type { Lang } from '../i18n/languages.ts';
import { MISSING } from './numbers.ts';

const TO_THE_MINUTE = clock('short');
const TO_THE_SECOND = clock('medium');

function clock(timeStyle: 'short' | 'medium'): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle });
}

/** An ISO 8601 instant as `YYYY-MM-DD HH:MM` in Asia/Shanghai; `—` if there is none. */
export function beijingTime(instant: string | null | undefined): string {
  return instant ? TO_THE_MINUTE.format(new Date(instant)) : MISSING;
}

/** An ISO 8601 instant as `YYYY-MM-DD HH:MM:SS` in Asia/Shanghai. */
export function beijingSecond(instant: string): string {
  return TO_THE_SECOND.format(new Date(instant));
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

/** The time between two ISO 8601 instants, in milliseconds; a clock that was set back gives none. */
export function between(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}

/** A duration as text: `0.4 秒`, `12 秒`, `3 分 5 秒`, `2 小时 10 分`. @param ms milliseconds */
export function durationText(ms: number, lang: Lang): string {
  const [h, min, s] = lang === 'en' ? [' h', ' min', ' s'] : [' 小时', ' 分', ' 秒'];
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)}${s}`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}${s}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}${min} ${seconds % 60}${s}`;
  return `${Math.floor(minutes / 60)}${h} ${minutes % 60}${min}`;
}
