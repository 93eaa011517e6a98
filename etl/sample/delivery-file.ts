import path from 'node:path';
import type { DefectKey, DeliveryFileKey } from './answer-key.ts';
import { ByteSink } from './byte-sink.ts';
import { isoOf } from './calendar.ts';
import type { Day, Month } from './calendar.ts';
import { defectCells, lotFor } from './defects.ts';
import type { Planted } from './defects.ts';
import type { DeliveryTally } from './delivery-tally.ts';
import type { Lot } from './lots.ts';
import type { Rng } from './random.ts';
import {
  HEADER,
  gb18030,
  lotBytes,
  rowBytes,
  ticketCells,
  ticketNo,
  tonnesText,
  writeTicket,
} from './ticket.ts';
import type { Ticket, TimeStyle } from './ticket.ts';

/** One month's weighbridge export: GB18030, CRLF, a header, the tickets in order of time, a 合计 line and a 制表人 line. */
export class DeliveryFile {
  readonly name: string;
  readonly #month: Month;
  readonly #style: TimeStyle;
  readonly #scale: number;
  readonly #rng: Rng;
  readonly #tally: DeliveryTally;
  readonly #sink: ByteSink;
  readonly #defects: DefectKey[] = [];
  #records = 0;
  #good = 0;
  #duplicates = 0;
  #sums = { gross: 0, tare: 0, net: 0 };

  /** Creates the file in a folder that exists; every lot becomes `scale` tickets. */
  constructor(folder: string, month: Month, scale: number, tally: DeliveryTally, rng: Rng) {
    this.name = `地磅发运_${month.id}.csv`;
    this.#month = month;
    this.#style = month.index % 4 === 3 ? 'slash' : 'iso';
    this.#scale = scale;
    this.#tally = tally;
    this.#rng = rng;
    this.#sink = new ByteSink(path.join(folder, this.name));
    this.#row(HEADER);
  }

  /** Writes the lots of one day and what is planted among them. */
  writeDay(day: Day, lots: readonly Lot[], planted: readonly Planted[]): void {
    const noPrefix = gb18030(`P${isoOf(day).replaceAll('-', '')}`);
    const places = new Map<number, Planted['kind'][]>();
    for (const plant of planted) {
      const i = lotFor(plant, lots);
      places.set(i, [...(places.get(i) ?? []), plant.kind]);
    }
    const reprints: Buffer[] = [];
    let sequence = 1;
    lots.forEach((lot, i) => {
      const kinds = places.get(i) ?? [];
      const until = lots[i + 1]?.second ?? 86_400;
      const first: Ticket = {
        lot,
        day,
        sequence,
        second: lot.second,
        vehicle: lot.vehicle,
        grossKg: lot.grossKg,
        netKg: lot.netKg,
      };
      this.#writeLot(first, until, noPrefix, (row) => kinds.includes('reprint') && reprints.push(row()));
      sequence += this.#scale;
      for (const kind of kinds) {
        if (kind === 'reprint') continue;
        const ticket = { ...first, sequence: sequence++ };
        this.#row(defectCells(kind, ticket, this.#style));
        this.#defects.push({ file: this.name, row: this.#records, code: kind, ticket: ticketNo(ticket) });
      }
    });
    for (const row of reprints) {
      this.#sink.row();
      this.#sink.put(row);
      this.#records++;
      this.#duplicates++;
    }
  }

  /** Writes the footer and closes the file. */
  finish(): DeliveryFileKey & { bytes: number } {
    const { gross, tare, net } = this.#sums;
    this.#row([
      '合计',
      ...Array<string>(8).fill(''),
      tonnesText(gross),
      tonnesText(tare),
      tonnesText(net),
      '',
      '',
      '',
    ]);
    this.#row(['制表人：王某', ...Array<string>(HEADER.length - 1).fill('')]);
    this.#sink.close();
    return {
      file: this.name,
      records: this.#records,
      good: this.#good,
      duplicates: this.#duplicates,
      defects: this.#defects,
      net_t: tonnesText(net),
      bytes: this.#sink.bytes,
    };
  }

  /** The `scale` tickets of one lot: spread until the next lot, each a little heavier or lighter than the first. */
  #writeLot(first: Ticket, until: number, noPrefix: Buffer, onFirst: (row: () => Buffer) => void): void {
    const { lot, day } = first;
    const bytes = lotBytes(lot, day, this.#style);
    const ticket: Ticket = { ...first };
    let net = 0;
    for (let k = 0; k < this.#scale; k++) {
      if (k > 0) {
        const shift = (((this.#rng.bits() >>> 0) % 41) - 20) * 20;
        ticket.sequence = first.sequence + k;
        ticket.second = first.second + Math.floor(((until - first.second) * k) / this.#scale);
        ticket.vehicle = (first.vehicle + k) % 100_000;
        ticket.netKg = first.netKg + shift;
        ticket.grossKg = first.grossKg + shift;
      }
      this.#sink.row();
      if (k === 0 && (lot.wide || lot.separated)) this.#sink.put(rowBytes(ticketCells(ticket, this.#style)));
      else writeTicket(this.#sink, ticket, bytes, noPrefix, this.#style);
      if (k === 0) onFirst(() => this.#sink.lastRow());
      net += ticket.netKg;
      this.#sums.gross += ticket.grossKg;
    }
    this.#sums.tare += lot.tareKg * this.#scale;
    this.#sums.net += net;
    this.#records += this.#scale;
    this.#good += this.#scale;
    this.#tally.add(lot, day, this.#month.id, this.#scale, net);
  }

  #row(cells: readonly string[]): void {
    this.#sink.row();
    this.#sink.put(rowBytes(cells));
    this.#records++;
  }
}
