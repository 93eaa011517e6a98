import { dayOf } from './calendar.ts';
import type { Day, Month } from './calendar.ts';
import type { Lot } from './lots.ts';
import type { Rng } from './random.ts';
import { ticketCells } from './ticket.ts';
import type { Ticket, TimeStyle } from './ticket.ts';

/** Reason codes of the defects planted among the deliveries. */
export const DEFECT_CODES = [
  'invalid_date',
  'not_weighed',
  'net_exceeds_gross',
  'out_of_range',
  'unknown_account',
  'test_row',
  'required',
  'malformed',
] as const;
export type DefectCode = (typeof DEFECT_CODES)[number];

/** The last two weeks are clean. */
const CLEAN_FROM = dayOf('2012-06-05');

/** What is planted on a day: a defect, or a good row printed a second time. */
export interface Planted {
  kind: DefectCode | 'reprint';
  /** place in the day, 0–1 */
  at: number;
}

/** Where the defects and reprints of a month stand; defect rows are rows of their own beside the good ones. */
export function plantedIn(month: Month, rng: Rng): Map<Day, Planted[]> {
  const m = month.index;
  const first = Math.floor((m * 3) / 2);
  const defects = m % 2 === 0 ? 1 : 2;
  const kinds: Planted['kind'][] = Array.from(
    { length: defects },
    (_, i) => DEFECT_CODES[(first + i) % DEFECT_CODES.length] as DefectCode,
  );
  kinds.push('reprint');
  if (m % 3 === 0) kinds.push('reprint');
  const out = new Map<Day, Planted[]>();
  for (const kind of kinds) {
    const day = rng.int(month.first, Math.min(month.last, CLEAN_FROM - 1));
    out.set(day, [...(out.get(day) ?? []), { kind, at: rng.real() }]);
  }
  return out;
}

/** The lot of a day that a planted row is made from: kilograms only stand out on a lot of more than 100 tonnes. */
export function lotFor({ kind, at }: Planted, lots: readonly Lot[]): number {
  const from = Math.floor(at * lots.length);
  if (kind !== 'out_of_range') return from;
  const fits = (lot: Lot | undefined) => lot?.stream.mode === '铁路直达' && !lot.wide && !lot.separated;
  const after = lots.findIndex((lot, i) => i >= from && fits(lot));
  return after >= 0 ? after : lots.findIndex(fits);
}

const COLUMN = { time: 1, consignee: 5, code: 6, gross: 9, tare: 10, net: 11, remark: 14 };

/** The cells of a defective row: a ticket with one thing wrong. */
export function defectCells(code: DefectCode, ticket: Ticket, style: TimeStyle): string[] {
  const plain: Ticket = { ...ticket, lot: { ...ticket.lot, wide: false, separated: false } };
  const cells = ticketCells(plain, style);
  const set = (column: keyof typeof COLUMN, text: string) => (cells[COLUMN[column]] = text);
  const kilograms = (column: 'gross' | 'tare' | 'net') =>
    set(column, `${Number(cells[COLUMN[column]]) * 1000}.000`);
  switch (code) {
    case 'invalid_date':
      set('time', (cells[COLUMN.time] as string).replace(/^(\d+)([-/])(\d+)[-/]\d+/, '$1$2$3$232'));
      break;
    case 'not_weighed':
      set('gross', '.000');
      set('tare', '.000');
      set('net', '.000');
      break;
    case 'net_exceeds_gross':
      set('net', cells[COLUMN.gross] as string);
      set('gross', cells[COLUMN.tare] as string);
      break;
    case 'out_of_range':
      kilograms('gross');
      kilograms('tare');
      kilograms('net');
      break;
    case 'unknown_account':
      set('consignee', '未登记用煤单位');
      set('code', 'K9901');
      break;
    case 'test_row':
      set('remark', '调试');
      break;
    case 'required':
      set('net', '');
      break;
    case 'malformed':
      cells.push('', '打印错位');
      break;
  }
  return cells;
}
