import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Home } from '../../data/home.ts';
import { loadSources } from '../../data/source-file.ts';
import { Journal } from '../journal.ts';
import { readReceipt, type Receipt } from '../../data/receipt.ts';

/**
 * The landed files that hold rows and are not among those that a warehouse holds, in the order in which they were or would
 * be loaded. That a fetched page holds rows is known from a run that read it; every dropped file does. One that could not
 * be read is not among them.
 * @param loaded receipt ids of what the warehouse holds
 * @throws CoalfaceError `bad_receipt`, `state_unreadable`, those of `loadSources`
 */
export async function landedWithout(
  home: Home,
  loaded: ReadonlySet<string>,
  now: () => Date,
): Promise<Receipt[]> {
  const sources = await loadSources(home);
  const journal = new Journal(home, now);
  const unreadable = new Set(journal.fileErrors().map((error) => error.file));
  const order = journal.firstStaged();
  journal.close();
  const found: Receipt[] = [];
  for (const name of await receiptNames(home)) {
    const receipt = await readReceipt(home, name.slice(0, -'.json'.length));
    if (!receipt || loaded.has(receipt.id) || unreadable.has(receipt.id)) continue;
    const fetched = sources.get(receipt.source)?.origin.kind === 'http';
    if (!fetched || order.has(receipt.id)) found.push(receipt);
  }
  const place = (receipt: Receipt) => order.get(receipt.id) ?? Infinity;
  const stated = (receipt: Receipt) => `${receipt.publishedAt ?? ''} ${receipt.name}`;
  return found.sort((a, b) => compare(place(a), place(b)) || compare(stated(a), stated(b)));
}

function compare<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function receiptNames(home: Home): Promise<string[]> {
  const folder = path.join(home.landing, 'receipts');
  return existsSync(folder) ? (await readdir(folder)).filter((name) => name.endsWith('.json')) : [];
}
