import type { Lang } from '../i18n/languages.ts';

const SHANGHAI_MS = 8 * 3_600_000;

/** An ISO 8601 instant as `YYYY-MM-DD HH:MM:SS` in Asia/Shanghai. */
export function shanghaiTime(instant: string): string {
  return new Date(Date.parse(instant) + SHANGHAI_MS).toISOString().slice(0, 19).replace('T', ' ');
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
