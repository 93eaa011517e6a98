import { isKeyOn } from './accounts.ts';
import type { Account } from './accounts.ts';
import { springFestivalFactor, weekdayOf } from './calendar.ts';
import type { Day, Month } from './calendar.ts';
import type { Industry } from './company-names.ts';
import { GRADES } from './grades.ts';
import type { Grade } from './grades.ts';
import type { Rng } from './random.ts';

/** Transport modes as the weighbridge writes them. */
export const MODES = ['铁水联运', '铁路直达', '公路'] as const;
export type Mode = (typeof MODES)[number];
/** Fictional mine areas. */
export const MINES = ['青岭矿区', '云台矿区', '石河矿区'] as const;

/** What one account takes to one province by one mode. */
export interface Stream {
  account: Account;
  province: string;
  mode: Mode;
  /** part of the account's tonnes */
  share: number;
  grades: readonly number[];
  /** tonnes waiting to be loaded */
  owed: number;
  /** tonnes of the next lot */
  next: number;
}

/** One weighed lot: a truck convoy, a wagon group or a vessel. Weights in kilograms. */
export interface Lot {
  /** second of the day */
  second: number;
  stream: Stream;
  grade: Grade;
  mine: (typeof MINES)[number];
  /** how the consignee is written */
  consignee: string;
  /** the ticket carries the customer code */
  coded: boolean;
  netKg: number;
  tareKg: number;
  grossKg: number;
  /** CNY per tonne; undefined until settled */
  price?: number;
  /** drawn number for the vehicle's plate, wagon or voyage */
  vehicle: number;
  /** number cells written with full-width digits */
  wide: boolean;
  /** number cells written with thousands separators */
  separated: boolean;
}

const BY_PROVINCE: Record<string, readonly number[]> = {
  河北: [0.05, 0.5, 0.45],
  山东: [0.4, 0.35, 0.25],
  河南: [0, 0.55, 0.45],
  湖北: [0.2, 0.72, 0.08],
  安徽: [0.3, 0.6, 0.1],
  江西: [0.25, 0.65, 0.1],
  辽宁: [0.4, 0.5, 0.1],
};
const COAST = [0.84, 0.12, 0.04];
/** Q5800, Q5500, Q5000, Q4500 by industry; the whole comes to about 15/45/28/12. */
const GRADE_MIX: Record<Industry, readonly number[]> = {
  电力: [0.1, 0.48, 0.3, 0.12],
  冶金: [0.3, 0.48, 0.17, 0.05],
  建材: [0.08, 0.35, 0.37, 0.2],
  化工: [0.25, 0.35, 0.28, 0.12],
  贸易: [0.15, 0.4, 0.3, 0.15],
  供热民用: [0.05, 0.35, 0.35, 0.25],
};

/** The streams of all buying accounts. */
export function makeStreams(accounts: readonly Account[], rng: Rng): Stream[] {
  return accounts.flatMap((account) => {
    if (!account.buys) return [];
    const { second } = account;
    const places = [
      { province: account.useProvince, share: 1 - (second?.share ?? 0) },
      ...(second ? [second] : []),
    ];
    const grades = GRADE_MIX[account.industry].map((part) => part * rng.between(0.5, 1.5));
    return places.flatMap(({ province, share }) =>
      (BY_PROVINCE[province] ?? COAST).flatMap((part, i) => {
        if (part === 0) return [];
        return [{ account, province, mode: MODES[i] as Mode, share: share * part, grades, owed: 0, next: 0 }];
      }),
    );
  });
}

function lotTonnes(stream: Stream, monthTonnes: number, rng: Rng): number {
  if (stream.mode === '公路') return rng.between(60, 165);
  if (stream.mode === '铁路直达') return rng.between(180, 540);
  return Math.min(30_000, Math.max(1200, monthTonnes / 6)) * rng.between(0.7, 1.3);
}

function weigh(stream: Stream, rng: Rng): Pick<Lot, 'netKg' | 'tareKg' | 'grossKg'> {
  const step = stream.mode === '公路' ? 20 : stream.mode === '铁路直达' ? 100 : 1000;
  const netKg = Math.round((stream.next * 1000) / step) * step;
  const ratio =
    stream.mode === '公路'
      ? rng.between(0.42, 0.5)
      : stream.mode === '铁路直达'
        ? rng.between(0.34, 0.39)
        : 0.3;
  const tareKg = Math.round((netKg * ratio) / step) * step;
  // a tenth of the lots lose a little weight to moisture or dirt, so net is less than gross minus tare
  const deducted = rng.chance(0.1) ? Math.round((netKg * rng.between(0.001, 0.004)) / 10) * 10 : 0;
  return { netKg, tareKg, grossKg: netKg + tareKg + deducted };
}

function priceOf(stream: Stream, day: Day, market: number, rng: Rng): number | undefined {
  if (rng.chance(0.01)) return undefined;
  const isKey = isKeyOn(stream.account, day);
  const contract = rng.chance(isKey ? 0.55 : 0.15);
  const discount = contract ? rng.int(35, 65) : rng.int(isKey ? 5 : -5, isKey ? 20 : 10);
  return market - discount;
}

function secondOfDay(stream: Stream, rng: Rng): number {
  return stream.mode === '公路' ? rng.int(6 * 3600, 20 * 3600) : rng.int(0, 86_399);
}

/**
 * The lots of one day in order of time. Each stream collects its tonnes until a lot is full, so that months come out
 * at their demand to within a lot.
 * @param monthTonnes the account's tonnes in this month
 * @param marketPrice price of a grade on the day, CNY per tonne
 */
export function lotsOfDay(
  streams: readonly Stream[],
  day: Day,
  month: Month,
  monthTonnes: (accountId: string) => number,
  marketPrice: (grade: Grade) => number,
  rng: Rng,
): Lot[] {
  const festival = springFestivalFactor(day);
  const sunday = weekdayOf(day) === 0;
  const lots: Lot[] = [];
  for (const stream of streams) {
    const tonnes = monthTonnes(stream.account.id) * stream.share;
    if (tonnes === 0) continue;
    // trucks rest on Sundays; the other six days carry it
    const weekday = stream.mode !== '公路' ? 1 : sunday ? 0.8 : 6.2 / 6;
    stream.owed += (tonnes / month.length) * festival * weekday;
    if (stream.next === 0) {
      stream.next = lotTonnes(stream, tonnes, rng);
      stream.owed += stream.next * rng.real();
    }
    while (stream.owed >= stream.next) {
      const grade = GRADES[rng.weighted(stream.grades)] as Grade;
      const aliased = rng.chance(0.14);
      const quirk = rng.real();
      lots.push({
        second: secondOfDay(stream, rng),
        stream,
        grade,
        mine: rng.pick(MINES),
        consignee: aliased ? rng.pick(stream.account.forms) : stream.account.name,
        coded: !rng.chance(0.08),
        ...weigh(stream, rng),
        price: priceOf(stream, day, marketPrice(grade), rng),
        vehicle: rng.int(0, 99_999),
        wide: quirk < 0.0005,
        separated: quirk > 0.996,
      });
      stream.owed -= stream.next;
      stream.next = lotTonnes(stream, tonnes, rng);
    }
  }
  return lots.sort((a, b) => a.second - b.second);
}
