import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeAt, type Home } from '../data/home.ts';
import { landedFile, readReceipt, type Receipt } from '../data/receipt.ts';
import { land, type Arrival } from './landing.ts';

let home: Home;
beforeEach(async () => {
  home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-landing-')));
});
afterEach(() => rm(home.root, { recursive: true, force: true }));

const BYTES = Buffer.from([0xc3, 0xba, 0, 0xff, 0x0d, 0x0a]);
const arrive = (more: Partial<Arrival> = {}): Promise<Receipt> =>
  land(home, {
    source: 'deliveries',
    name: 'a.csv',
    url: null,
    receivedAt: new Date('2012-06-19T02:00:00Z'),
    publishedAt: null,
    headers: {},
    body: Readable.from([BYTES.subarray(0, 2), BYTES.subarray(2)]),
    ...more,
  });

test('bytes are kept unchanged under their digest, with a receipt', async () => {
  const receipt = await arrive({
    url: 'http://x/a',
    publishedAt: new Date('2012-06-18T01:30:00Z'),
    headers: { etag: '"1"' },
  });
  const sha256 = createHash('sha256').update(BYTES).digest('hex');
  expect(receipt).toMatchObject({ source: 'deliveries', name: 'a.csv', url: 'http://x/a', sha256, bytes: 6 });
  expect(receipt).toMatchObject({
    receivedAt: '2012-06-19T02:00:00.000Z',
    publishedAt: '2012-06-18T01:30:00.000Z',
    headers: { etag: '"1"' },
  });
  expect(await readFile(landedFile(home, sha256))).toEqual(BYTES);
  expect(await readReceipt(home, receipt.id)).toEqual(receipt);
});

test('the same bytes again change nothing, whatever they are called', async () => {
  const first = await arrive();
  expect(await arrive({ name: 'copy.csv', receivedAt: new Date('2012-06-20T02:00:00Z') })).toEqual(first);
  expect(await readdir(path.join(home.landing, 'receipts'))).toHaveLength(1);
});

test('the same bytes whose name states another day have a receipt of their own, once', async () => {
  const first = await arrive({ name: 'a_2012-01-31.csv' });
  const again = await arrive({ name: 'a_2012-03-31.csv' });
  expect(again).toMatchObject({ name: 'a_2012-03-31.csv', sha256: first.sha256 });
  expect(again.id).not.toBe(first.id);
  expect(await arrive({ name: 'copy of a_2012-03-31.csv' })).toEqual(again);
  expect(await arrive({ name: 'a copy.csv' })).toEqual(first);
  expect(await arrive({ name: 'b_2012-01-31.csv' })).toEqual(first);
});

test('the same bytes from another source have a receipt of their own', async () => {
  const [one, other] = [await arrive(), await arrive({ source: 'accounts' })];
  expect(other.id).not.toBe(one.id);
  expect(other.sha256).toBe(one.sha256);
});

test('no bytes are an arrival too', async () => {
  expect(await arrive({ body: Readable.from([]) })).toMatchObject({ bytes: 0 });
});

test('a body that breaks off leaves no receipt and no draft', async () => {
  const broken = async function* () {
    yield BYTES;
    throw new Error('cut');
  };
  await expect(arrive({ body: broken() })).rejects.toMatchObject({
    code: 'landing_failed',
    where: { source: 'deliveries', file: 'a.csv' },
  });
  expect(await readdir(home.landing)).toEqual(['receipts']);
  expect(await readdir(path.join(home.landing, 'receipts'))).toEqual([]);
});

test('a receipt whose bytes are gone or cut does not count, and the next arrival mends it', async () => {
  const receipt = await arrive();
  const file = landedFile(home, receipt.sha256);
  await truncate(file, 3);
  expect(await readReceipt(home, receipt.id)).toBeNull();
  await arrive();
  expect(await readFile(file)).toEqual(BYTES);
  await rm(file);
  expect(await readReceipt(home, receipt.id)).toBeNull();
});

test('an unknown id has no receipt; one that cannot be understood is named', async () => {
  expect(await readReceipt(home, '0123456789abcdef')).toBeNull();
  const { id } = await arrive();
  for (const text of ['{', '{"id": 1}']) {
    await writeFile(path.join(home.landing, 'receipts', `${id}.json`), text);
    await expect(readReceipt(home, id)).rejects.toMatchObject({
      code: 'bad_receipt',
      where: { file: expect.stringContaining(id) as string },
    });
  }
});
