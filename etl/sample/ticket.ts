import iconv from 'iconv-lite';
import type { ByteSink } from './byte-sink.ts';
import { isoOf } from './calendar.ts';
import type { Day } from './calendar.ts';
import type { Lot } from './lots.ts';

/** Header of the weighbridge export. */
export const HEADER =
  '磅单号,过衡时间,车号/船名,煤种,矿点,收货单位,客户编号,到站省份,运输方式,毛重(吨),皮重(吨),净重(吨),含税单价(元/吨),司磅员,备注'.split(
    ',',
  );

/** How a file writes the time of weighing: `2012-06-18 07:42:15` or `2012/6/18 7:42`. */
export type TimeStyle = 'iso' | 'slash';

/** One row to print: a lot, or one of the N that stand for it when the sample is scaled. */
export interface Ticket {
  lot: Lot;
  day: Day;
  /** running number within the day */
  sequence: number;
  second: number;
  vehicle: number;
  grossKg: number;
  netKg: number;
}

const VEHICLES = { 公路: '晋B', 铁路直达: 'C80-' };
const SHIPS = ['云帆轮', '海砚轮', '朗洲轮', '瀚渚轮', '霁月轮', '江晖轮', '曙岚轮', '沧屿轮'];
const WEIGHERS = ['张桂兰', '李守信', '王满仓', '赵秀英', '刘长河', '陈玉梅'];
/** Digits of the running number; a day at scale 400 has about 10^5 tickets. */
const SEQUENCE_DIGITS = 7;

/** Text as GB18030 bytes. */
export function gb18030(text: string): Buffer {
  return iconv.encode(text, 'gb18030');
}

const encoded = new Map<string, Buffer>();

function cached(text: string): Buffer {
  let bytes = encoded.get(text);
  if (!bytes) encoded.set(text, (bytes = gb18030(text)));
  return bytes;
}

function vehiclePrefix(lot: Lot): string {
  const { mode } = lot.stream;
  return mode === '铁水联运' ? `${SHIPS[lot.vehicle % SHIPS.length]}-` : VEHICLES[mode];
}

function weigher(lot: Lot): string {
  return WEIGHERS[lot.vehicle % WEIGHERS.length] as string;
}

/** Kilograms as tonnes with three decimals. */
export function tonnesText(kg: number): string {
  return (kg / 1000).toFixed(3);
}

/** Ticket number: `P` + yyyymmdd + running number of the day. */
export function ticketNo(ticket: Ticket): string {
  return `P${isoOf(ticket.day).replaceAll('-', '')}${String(ticket.sequence).padStart(SEQUENCE_DIGITS, '0')}`;
}

/** Time of weighing as a file writes it. */
export function timeText(day: Day, second: number, style: TimeStyle): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
  if (style === 'iso') return `${isoOf(day)} ${two(h)}:${two(m)}:${two(s)}`;
  const [year, month, date] = isoOf(day).split('-').map(Number);
  return `${year}/${month}/${date} ${h}:${two(m)}`;
}

function quirky(text: string, lot: Lot): string {
  if (lot.wide)
    return text.replace(/[0-9.]/g, (sign) =>
      sign === '.' ? '．' : String.fromCharCode(sign.charCodeAt(0) + 0xfee0),
    );
  if (!lot.separated) return text;
  const grouped = text.replace(/\d(?=(?:\d{3})+\.)/g, '$&,');
  return grouped === text ? text : `"${grouped}"`;
}

/** The cells of a ticket as text. */
export function ticketCells(ticket: Ticket, style: TimeStyle): string[] {
  const { lot } = ticket;
  return [
    ticketNo(ticket),
    timeText(ticket.day, ticket.second, style),
    vehiclePrefix(lot) + String(ticket.vehicle).padStart(5, '0'),
    lot.grade,
    lot.mine,
    lot.consignee,
    lot.coded ? lot.stream.account.id : '',
    lot.stream.province,
    lot.stream.mode,
    ...[ticket.grossKg, lot.tareKg, ticket.netKg].map((kg) => quirky(tonnesText(kg), lot)),
    lot.price === undefined ? '' : `${lot.price}.00`,
    weigher(lot),
    lot.price === undefined ? '待结算' : '',
  ];
}

/** Bytes of one row. */
export function rowBytes(cells: readonly string[]): Buffer {
  return gb18030(`${cells.join(',')}\r\n`);
}

/** The parts of a lot's rows that do not change from one to the next, encoded once. */
export interface LotBytes {
  date: Buffer;
  vehicle: Buffer;
  middle: Buffer;
  tare: Buffer;
  tail: Buffer;
}

/** Encodes what a lot's rows have in common. */
export function lotBytes(lot: Lot, day: Day, style: TimeStyle): LotBytes {
  const { stream } = lot;
  const code = lot.coded ? stream.account.id : '';
  const date = style === 'iso' ? `${isoOf(day)} ` : timeText(day, 0, 'slash').split(' ')[0] + ' ';
  return {
    date: cached(date),
    vehicle: cached(`,${vehiclePrefix(lot)}`),
    middle: cached(`,${lot.grade},${lot.mine},${lot.consignee},${code},${stream.province},${stream.mode},`),
    // nearly every lot has its own tare: not worth keeping
    tare: Buffer.from(`,${tonnesText(lot.tareKg)},`),
    tail: cached(
      `,${lot.price === undefined ? '' : `${lot.price}.00`},${weigher(lot)},${lot.price === undefined ? '待结算' : ''}\r\n`,
    ),
  };
}

/**
 * Writes the row of `ticketCells` without making strings of it: the path for 10^8 rows. Rows with full-width digits or
 * thousands separators go by `rowBytes`.
 */
export function writeTicket(
  sink: ByteSink,
  ticket: Ticket,
  bytes: LotBytes,
  noPrefix: Buffer,
  style: TimeStyle,
): void {
  const { second } = ticket;
  sink.put(noPrefix);
  sink.padded(ticket.sequence, SEQUENCE_DIGITS);
  sink.byte(44);
  sink.put(bytes.date);
  const hour = Math.floor(second / 3600);
  if (style === 'iso') sink.padded(hour, 2);
  else sink.integer(hour);
  sink.byte(58);
  sink.padded(Math.floor(second / 60) % 60, 2);
  if (style === 'iso') {
    sink.byte(58);
    sink.padded(second % 60, 2);
  }
  sink.put(bytes.vehicle);
  sink.padded(ticket.vehicle, 5);
  sink.put(bytes.middle);
  sink.tonnes(ticket.grossKg);
  sink.put(bytes.tare);
  sink.tonnes(ticket.netKg);
  sink.put(bytes.tail);
}
