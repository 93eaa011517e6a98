import type { Cell, Writers } from './table.ts';

const MS_PER_DAY = 86_400_000;

/** Text as it is, ISO dates, times to the minute, plain decimals, the first label: what most exports do. */
export const PLAIN: Writers = {
  text: (text) => text,
  date: (iso) => iso,
  timestamp: (stamp) => stamp.slice(0, 16),
  decimal: (text) => text,
  label: (labels) => labels[0] as string,
};

/** A decimal with thousands separators and at least two places. */
export function grouped(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction.padEnd(2, '0')}`;
}

/** `2012-6-18` from `2012-06-18`, with another separator if given. */
export function unpadded(iso: string, separator = '-'): string {
  return iso.slice(0, 10).split('-').map(Number).join(separator);
}

/** `上午8:47`: the twelve-hour clock of Chinese exports. */
export function halfDay(stamp: string): string {
  const [hour = 0, minute = 0] = stamp.slice(11, 16).split(':').map(Number);
  return `${hour < 12 ? '上午' : '下午'}${hour % 12 || 12}:${String(minute).padStart(2, '0')}`;
}

/** Milliseconds since 1970 of a time in Asia/Shanghai. */
export function epochMs(stamp: string): string {
  return String(Date.parse(`${stamp.slice(0, 10)}T${stamp.slice(11) || '00:00:00'}+08:00`));
}

/** An Excel date cell, in one of Excel's built-in forms: SheetJS writes others into every later workbook too. */
export function serialOf(stamp: string): Cell {
  const ms = Date.parse(`${stamp.slice(0, 10)}T${stamp.slice(11) || '00:00:00'}Z`);
  const serial = ms / MS_PER_DAY + 25_569;
  return { serial, format: stamp.length > 10 ? 'm/d/yy h:mm' : 'm/d/yy' };
}

/** The first English label of a value, else its first. */
export function englishLabel(labels: readonly string[]): string {
  return labels.find((one) => /^[A-Za-z][\x20-\x7e]*$/.test(one)) ?? (labels[0] as string);
}
