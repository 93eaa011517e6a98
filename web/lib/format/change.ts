import { fixed, formatSigned, formatValue, isPercent, unitName } from './numbers.ts';
import type { Lang } from '../i18n/languages.ts';

/** Which way a figure went; `none` where there is nothing to compare with. */
export type Direction = 'up' | 'down' | 'flat' | 'none';

/** A change ready to be shown: red and ▲ for up, green and ▼ for down. */
export interface ChangeText {
  direction: Direction;
  mark: '▲' | '▼' | '■' | '';
  text: string;
}

const MARKS = { up: '▲', down: '▼', flat: '■', none: '' } as const;

/** The direction of a difference as it is shown: what rounds to zero is flat. */
export function directionOf(change: number | null | undefined, digits = 2): Direction {
  if (change === null || change === undefined || Number.isNaN(change)) return 'none';
  const shown = Number(fixed(change, digits));
  return shown > 0 ? 'up' : shown < 0 ? 'down' : 'flat';
}

/**
 * A change in words: the difference in the unit of the figure and, except for shares, the rate in brackets. A share's
 * change is in 个百分点, never in percent.
 * @param change difference in the figure's unit; for a share either a fraction or, with `unit: 'pp'`, percentage points
 * @param rate difference ÷ comparator, as a fraction
 */
export function formatChange(
  change: number | null | undefined,
  rate: number | null | undefined,
  unit: string | undefined,
  lang: Lang,
): ChangeText {
  if (change === null || change === undefined) return { direction: 'none', mark: '', text: '—' };
  const share = isPercent(unit) || unit === 'pp';
  const amount = isPercent(unit) ? change * 100 : change;
  const direction = directionOf(amount);
  const mark = MARKS[direction];
  if (direction === 'flat') return { direction, mark, text: lang === 'en' ? 'unchanged' : '持平' };
  if (share) {
    const gap = lang === 'en' ? ' ' : '';
    return { direction, mark, text: `${fixed(Math.abs(amount), 2)}${gap}${unitName('pp', lang)}` };
  }
  const size = formatValue(Math.abs(amount), unit);
  const percent = rate === null || rate === undefined ? '' : ` (${formatSigned(rate, 'pct_change')})`;
  return { direction, mark, text: `${size}${percent}` };
}
