import { readdir } from 'node:fs/promises';
import { systemCode } from '../../../data/errors.ts';
import type { Home } from '../../../data/home.ts';
import { homeAt } from '../../../data/home.ts';
import { readReceipt, type Receipt } from '../../../data/receipt.ts';
import { rowsOf } from '../../../queries/engine/result.ts';
import type { QueryRows } from '../../../queries/types.ts';
import { queryPool } from './pool.ts';

/** What the list shows of a received file. Instants are ISO 8601. */
export type ArchivedFile = Omit<Receipt, 'headers'>;

/** Receipts read at a time: more would only wait for the same disk. */
const AT_ONCE = 32;
const RECEIPT = /^([0-9a-f]{16})\.json$/;

/**
 * The landing archive as a list in memory. A receipt never changes, so each is read once; those of loaded files are
 * taken from the snapshot in service with one question, and only the others are read at all.
 */
export class ArchiveIndex {
  readonly #home: Home;
  readonly #published: () => Promise<ArchivedFile[]>;
  readonly #known = new Map<string, ArchivedFile>();
  #sorted: ArchivedFile[] = [];
  #seeded = false;
  #reading: Promise<ArchivedFile[]> | undefined;

  /** @param published the files that the snapshot in service tells of */
  constructor(home: Home, published: () => Promise<ArchivedFile[]>) {
    this.#home = home;
    this.#published = published;
  }

  /** All files received until now, the newest first. @throws CoalfaceError `bad_receipt` */
  files(): Promise<ArchivedFile[]> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #read(): Promise<ArchivedFile[]> {
    if (!this.#seeded) {
      for (const file of await this.#published()) this.#known.set(file.id, file);
      this.#seeded = this.#known.size > 0;
    }
    const there = new Set(await receiptIds(this.#home));
    const gone = [...this.#known.keys()].filter((id) => !there.has(id));
    for (const id of gone) this.#known.delete(id);
    const fresh = [...there].filter((id) => !this.#known.has(id));
    for (let n = 0; n < fresh.length; n += AT_ONCE) {
      const receipts = fresh.slice(n, n + AT_ONCE).map((id) => readReceipt(this.#home, id));
      for (const receipt of await Promise.all(receipts))
        if (receipt) this.#known.set(receipt.id, listed(receipt));
    }
    if (gone.length || fresh.length || this.#sorted.length !== this.#known.size)
      this.#sorted = [...this.#known.values()].sort(newestFirst);
    return this.#sorted;
  }
}

function listed({ headers: _, ...file }: Receipt): ArchivedFile {
  return file;
}

function newestFirst(a: ArchivedFile, b: ArchivedFile): number {
  if (a.receivedAt !== b.receivedAt) return a.receivedAt < b.receivedAt ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

async function receiptIds(home: Home): Promise<string[]> {
  const names = await readdir(`${home.landing}/receipts`).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  return names.flatMap((name) => RECEIPT.exec(name)?.[1] ?? []);
}

async function publishedFiles(): Promise<ArchivedFile[]> {
  const pool = await queryPool();
  if (!pool.snapshot()) return [];
  return rowsOf<QueryRows['received_files']>(await pool.run('received_files')).map((row) => ({
    id: row.file ?? '',
    source: row.source ?? '',
    name: row.name ?? '',
    url: row.url,
    sha256: row.sha256 ?? '',
    bytes: Number(row.bytes ?? 0),
    receivedAt: new Date(row.received_at ?? 0).toISOString(),
    publishedAt: row.published_at && new Date(row.published_at).toISOString(),
  }));
}

let index: ArchiveIndex | undefined;

/** All files received by this installation, the newest first. */
export function archivedFiles(): Promise<ArchivedFile[]> {
  index ??= new ArchiveIndex(homeAt(), publishedFiles);
  return index.files();
}
