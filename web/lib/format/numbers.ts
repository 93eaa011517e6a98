import type { Cell } from '../../../queries/engine/convert.ts';
import { UNITS, type Format } from '../../../queries/engine/units.ts';
import { pick, type Lang } from '../i18n/languages.ts';

/** What stands where there is no value; never 0. */
export const MISSING = '—';

/** Most decimals a unit is shown with. */
const DECIMALS: Record<string, number> = {
  share: 1,
  pct_change: 2,
  pp: 2,
  wt: 2,
  t: 0,
  t_day: 0,
  wt_day: 2,
  cny_t: 1,
  cny_tce: 1,
  fen_kcal: 2,
  cny: 0,
  cny_wan: 1,
  wt_ship: 2,
  ships: 0,
  accounts: 0,
  cases: 0,
  per_wt: 3,
  count: 0,
  rows: 0,
  days: 1,
  periods: 0,
  kcal_kg: 0,
  ratio: 3,
};

/** Units that are fractions of one and shown as percent. */
const PERCENT = new Set(['share', 'pct_change']);

/** Units in which thousands are separated; 万吨 and 元/吨 never are. */
const GROUPED = new Set(['t', 't_day', 'cny', 'cny_wan', 'cases', 'count', 'rows']);

function scaled(value: number, unit: string | undefined): number {
  return unit && PERCENT.has(unit) ? value * 100 : value;
}

/** A number with a fixed count of decimals, rounded half away from zero as people do by hand (1.005 → 1.01), without `-0`. */
export function fixed(value: number, digits: number, grouped = false): string {
  const shifted = Math.abs(value) * 10 ** digits;
  const rounded = Math.round(shifted + shifted * Number.EPSILON * 4) / 10 ** digits;
  const text = grouped
    ? rounded.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
    : rounded.toFixed(digits);
  return value < 0 && rounded !== 0 ? `-${text}` : text;
}

/** Decimals that a column needs so that its numbers align: as many as any value has, at most what its unit allows. */
export function columnDigits(values: readonly Cell[], unit: string | undefined): number {
  const most = (unit !== undefined ? DECIMALS[unit] : undefined) ?? 2;
  let digits = unit && (PERCENT.has(unit) || unit === 'wt') ? most : 0;
  for (const value of values) {
    if (digits === most) break;
    if (typeof value !== 'number') continue;
    const text = fixed(scaled(value, unit), most);
    const needed = text.includes('.') ? text.replace(/0+$/, '').split('.')[1]!.length : 0;
    digits = Math.max(digits, needed);
  }
  return digits;
}

/**
 * A value in its unit, without the unit's name: shares and rates of change carry `%`.
 * @param digits decimals; default: what this one value needs within its unit
 */
export function formatValue(value: Cell | undefined, unit?: string, digits?: number): string {
  if (value === null || value === undefined || value === '') return MISSING;
  if (typeof value !== 'number') return String(value);
  const places = digits ?? columnDigits([value], unit);
  const text = fixed(scaled(value, unit), places, unit !== undefined && GROUPED.has(unit));
  return unit && PERCENT.has(unit) ? `${text}%` : text;
}

const FORMAT_DIGITS: Partial<Record<Format, number>> = { integer: 0, decimal1: 1, decimal2: 2, decimal3: 3 };

/** How a whole column is written: decimals that suit all its values, months without a day, flags as a tick. */
export function columnFormatter(
  values: readonly Cell[],
  unit: string | undefined,
  format: Format | undefined,
): (value: Cell | undefined) => string {
  const digits = (format && FORMAT_DIGITS[format]) ?? columnDigits(values, unit);
  return (value) => {
    if (value === true) return '✓';
    if (value === false) return '';
    if (format === 'month' && typeof value === 'string') return value.slice(0, 7);
    if (format === 'instant' && typeof value === 'string') return value.slice(0, 16).replace('T', ' ');
    if (unit === 'pp' && typeof value === 'number') return formatSigned(value, unit, digits);
    return formatValue(value, unit, digits);
  };
}

/** A value with its sign, `+4.11`, `-1.2%`; zero has none. */
export function formatSigned(value: number | null | undefined, unit?: string, digits?: number): string {
  const text = formatValue(value ?? null, unit, digits);
  return typeof value === 'number' && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** The name of a unit in a language; a unit that is not known is its own name. */
export function unitName(unit: string | undefined, lang: Lang): string {
  if (!unit) return '';
  return Object.hasOwn(UNITS, unit) ? pick(UNITS[unit as keyof typeof UNITS], lang) : unit;
}

/** Whether values of a unit are fractions of one that are shown as percent. */
export function isPercent(unit: string | undefined): boolean {
  return unit !== undefined && PERCENT.has(unit);
}
