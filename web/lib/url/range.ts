import { addMonths, isDay } from '../format/dates.ts';

/** What the address of the dashboard asks for, as written: each may be absent. */
export interface RangeParams {
  from?: string;
  to?: string;
  asof?: string;
}

/** The period and the day that every query of a page uses, as dates `YYYY-MM-DD`. */
export interface Range {
  from: string;
  to: string;
  asof: string;
  /** which preset it is, if one */
  preset: Preset | null;
}

/** Presets: so many months up to the as-of day, or everything. */
export const PRESETS = { m3: '-3mo', m12: '-12mo', m24: '-24mo', all: 'all' } as const;

/** A preset's id. */
export type Preset = keyof typeof PRESETS;

/** Before any data of the product: charts begin where their data begin. */
const BEGINNING = '1990-01-01';

/** Keys that the address may have. */
export const RANGE_KEYS = ['from', 'to', 'asof'] as const;

/** Why an address cannot be answered; the page words it. */
export type RangeFault =
  | { kind: 'badDate'; name: string; value: string }
  | { kind: 'order'; from: string; to: string }
  | { kind: 'future'; asof: string; limit: string };

/**
 * The period of an address.
 * @param asked what the address says; `from` may also be a preset (`-24mo`, `all`)
 * @param limit the snapshot's data date, `YYYY-MM-DD`: default of `asof` and its latest value
 */
export function resolveRange(asked: RangeParams, limit: string): Range | RangeFault {
  const preset =
    (Object.keys(PRESETS) as Preset[]).find((id) => PRESETS[id] === (asked.from || PRESETS.m24)) ?? null;
  for (const name of RANGE_KEYS) {
    const value = asked[name];
    if (value && !(name === 'from' && preset) && !isDay(value))
      return { kind: 'badDate', name, value: value.slice(0, 40) };
  }
  const asof = asked.asof || limit;
  if (asof > limit) return { kind: 'future', asof, limit };
  const to = asked.to || asof;
  const from = preset === null ? (asked.from ?? '') : startOf(preset, to);
  if (from > to) return { kind: 'order', from, to };
  return { from, to, asof, preset };
}

function startOf(preset: Preset, to: string): string {
  return preset === 'all' ? BEGINNING : addMonths(to, Number.parseInt(PRESETS[preset], 10));
}

/** The address of the dashboard for a period; defaults are left out, so that one view has one address. */
export function rangeHref(asked: RangeParams, path = '/'): string {
  const search = new URLSearchParams();
  for (const name of RANGE_KEYS) {
    const value = asked[name];
    if (value && !(name === 'from' && value === PRESETS.m24)) search.set(name, value);
  }
  return search.size > 0 ? `${path}?${search}` : path;
}
