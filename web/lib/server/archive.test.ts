import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeAt, type Home } from '../../../data/home.ts';
import { landedFile, receiptFile } from '../../../data/receipt.ts';
import { ArchiveIndex, type ArchivedFile } from './archive.ts';

let home: Home;
beforeEach(async () => {
  home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-archive-')));
  await mkdir(path.join(home.landing, 'receipts'), { recursive: true });
});
afterEach(() => rm(home.root, { recursive: true }));

function file(n: number, name = `${n}.csv`): ArchivedFile {
  const digit = String(n);
  return {
    id: digit.repeat(16),
    source: 'deliveries',
    name,
    url: null,
    sha256: digit.repeat(64),
    bytes: 1,
    receivedAt: `2012-06-1${n}T00:00:00.000Z`,
    publishedAt: null,
  };
}

async function land(one: ArchivedFile): Promise<void> {
  await mkdir(path.dirname(landedFile(home, one.sha256)), { recursive: true });
  await writeFile(landedFile(home, one.sha256), 'x');
  await writeFile(receiptFile(home, one.id), JSON.stringify({ ...one, headers: {} }));
}

test('what the snapshot tells of is not read again; what came since is, once; what is gone is not listed', async () => {
  for (const n of [1, 2, 3]) await land(file(n));
  const index = new ArchiveIndex(home, async () => [file(1, 'as published'), file(9, 'gone since')]);
  const names = async () => (await index.files()).map(({ name }) => name);
  expect(await names()).toEqual(['3.csv', '2.csv', 'as published']);

  await writeFile(receiptFile(home, file(3).id), 'unreadable, and not read again');
  await land(file(4));
  expect(await names()).toEqual(['4.csv', '3.csv', '2.csv', 'as published']);

  await rm(receiptFile(home, file(2).id));
  expect(await names()).toEqual(['4.csv', '3.csv', 'as published']);
});

test('a receipt that cannot be understood is a named error, and an installation without any has no files', async () => {
  const index = new ArchiveIndex(home, async () => []);
  expect(await index.files()).toEqual([]);
  await writeFile(receiptFile(home, file(1).id), '{}');
  await expect(index.files()).rejects.toMatchObject({ code: 'bad_receipt' });
});
