import fs from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Account } from './accounts.ts';
import type { AnswerKey } from './answer-key.ts';
import { FIRST_DAY, LAST_DAY, daysBetween, monthsBetween } from './calendar.ts';
import { DeliveryFile } from './delivery-file.ts';
import { DeliveryTally } from './delivery-tally.ts';
import { plantedIn } from './defects.ts';
import { monthlyDemand } from './demand.ts';
import { lotsOfDay, makeStreams } from './lots.ts';
import type { PriceTruth } from './price-truth.ts';
import { Rng } from './random.ts';

/** What `writeDeliveries` needs to know. */
export interface DeliveryOptions {
  /** folder of the files; made if absent */
  folder: string;
  accounts: readonly Account[];
  prices: PriceTruth;
  seed: number;
  /** tickets per lot */
  scale: number;
  /** called after each day */
  onDay: (done: number, total: number) => void;
}

/** What was written. */
export interface DeliveriesWritten {
  key: AnswerKey['deliveries'];
  aliases: AnswerKey['accounts']['aliases'];
  bytes: number;
}

/**
 * Writes the weighbridge exports, one file per month. Memory does not grow with `scale`.
 * @returns the delivery part of the answer key and the bytes written
 */
export async function writeDeliveries(options: DeliveryOptions): Promise<DeliveriesWritten> {
  const { folder, accounts, prices, seed, scale, onDay } = options;
  fs.mkdirSync(folder, { recursive: true });
  const months = monthsBetween(FIRST_DAY, LAST_DAY);
  const demand = monthlyDemand(accounts, months, seed);
  const lotRng = new Rng(seed, 'lots');
  const planRng = new Rng(seed, 'delivery defects');
  const copyRng = new Rng(seed, 'delivery copies');
  const streams = makeStreams(accounts, lotRng);
  const tally = new DeliveryTally();
  const files: (AnswerKey['deliveries']['files'][number] & { bytes: number })[] = [];
  const total = LAST_DAY - FIRST_DAY + 1;
  let done = 0;
  for (const month of months) {
    const planted = plantedIn(month, planRng);
    const file = new DeliveryFile(folder, month, scale, tally, copyRng);
    const tonnes = (id: string) => demand.get(id)?.[month.index] ?? 0;
    for (const day of daysBetween(month.first, month.last)) {
      const lots = lotsOfDay(streams, day, month, tonnes, (grade) => prices.marketOn(day, grade), lotRng);
      file.writeDay(day, lots, planted.get(day) ?? []);
      onDay(++done, total);
      // let progress bars and Ctrl-C have their turn
      await setImmediate();
    }
    files.push(file.finish());
  }
  const count = (of: (file: (typeof files)[number]) => number) =>
    files.reduce((sum, file) => sum + of(file), 0);
  return {
    key: {
      files: files.map(({ bytes: _, ...file }) => file),
      records: count((file) => file.records),
      duplicates: count((file) => file.duplicates),
      defects: count((file) => file.defects.length),
      ...tally.totals(),
    },
    aliases: tally.aliases(),
    bytes: count((file) => file.bytes),
  };
}
