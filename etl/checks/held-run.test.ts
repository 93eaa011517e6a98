import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCheckHistory } from '../../data/check-history-reader.ts';
import { rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import { openJournalReader } from '../../data/journal-reader.ts';
import { currentSnapshotId, openSnapshot, snapshotFile } from '../../data/snapshots.ts';
import { WORK } from '../doctor/work.ts';
import { runEtl } from '../run.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from '../testing/small-home.ts';

let small: SmallHome;
let clock: number;
const now = () => new Date((clock += 1000));
const run = () => runEtl({ home: small.home, sources: ['accounts', 'deliveries'], now, progress: () => {} });

/** The files of a block of docs/checks.md, by the name that stands above each. */
async function documented(): Promise<Map<string, string>> {
  const text = await readFile(new URL('../../docs/checks.md', import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/`checks\/([a-z_]+\.(?:yaml|sql))`:\n\n```(?:yaml|sql)\n([\s\S]*?)```/g)];
  return new Map(blocks.map(([, name = '', block = '']) => [name, block]));
}

beforeEach(async () => {
  small = await smallHome();
  clock = Date.parse('2012-06-19T02:00:00Z');
  await small.accounts([['C001', '江海电力股份有限公司', '江海电力', '电力', '2012-06-01']]);
  await mkdir(small.home.checks, { recursive: true });
  for (const [name, text] of await documented()) await writeFile(path.join(small.home.checks, name), text);
});
afterEach(() => small.remove());

async function tonnes(): Promise<number> {
  const id = await currentSnapshotId(small.home);
  const instance = await openSnapshot(snapshotFile(small.home, id ?? ''));
  const connection = await instance.connect();
  try {
    const [found] = await rows<{ t: number }>(
      connection,
      'SELECT sum(net_t)::DOUBLE AS t FROM mart.account_day',
    );
    return found?.t ?? 0;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

test('the checks that the docs show stop a run; readers are served, the reason is told; mended, it is published', async () => {
  await small.deliveries('a.csv', [DELIVERY_HEADER, deliveryLine('T1', '2012-06-01', 'C001', 100)]);
  const first = await run();
  expect(first.published).not.toBeNull();

  await small.deliveries('b.csv', [
    DELIVERY_HEADER,
    deliveryLine('T2', '2012-06-02', 'C001', 3000),
    deliveryLine('TEST-1', '2012-06-02', 'C001', 10),
  ]);
  const fault = await run().catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(CoalfaceError);
  expect(fault).toMatchObject({ code: 'check_failed' });
  // every failure is named, not only the first
  expect((fault as CoalfaceError).message).toMatch(
    /test_tickets: 1 rows, at most 0: TEST-1 .*\| .*heavy_tickets/,
  );
  expect(await tonnes()).toBe(100);

  const journal = openJournalReader(small.home);
  expect(journal?.runs(1)[0]).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('test_tickets') as string,
  });
  journal?.close();
  const history = openCheckHistory(small.home);
  const standing = history?.standings().find(({ definition }) => definition.name === 'test_tickets');
  expect(standing).toMatchObject({
    definition: { group_zh: '我司规定', severity: 'error' },
    latest: { verdict: 'failed', measured: 1, high: 0, unit: 'rows' },
    failingSince: { verdict: 'failed' },
  });
  // all were asked, also those after the first that failed
  expect(history?.lastRun().length).toBe(history?.definitions().length);
  history?.close();
  const examination = WORK.find(({ id }) => id === 'checks');
  const found = await examination?.look({ home: small.home, env: {}, now });
  expect(found).toMatchObject({ level: 'warn', en: expect.stringContaining('test_tickets') as string });

  // nothing new: it still does not pass
  await expect(run()).rejects.toMatchObject({ code: 'check_failed' });
  expect(await tonnes()).toBe(100);

  await rm(path.join(small.home.checks, 'own.yaml'));
  const mended = await run();
  expect(mended.published).not.toBeNull();
  expect(await tonnes()).toBe(3110);
});

test('a bad file of checks stops a run before it loads anything', async () => {
  await small.deliveries('a.csv', [DELIVERY_HEADER, deliveryLine('T1', '2012-06-01', 'C001', 100)]);
  await writeFile(path.join(small.home.checks, 'own.yaml'), 'checks: 3');
  await expect(run()).rejects.toMatchObject({ code: 'bad_check' });
});

test('a run looks at the months that its marts were rebuilt for, once they were checked not again', async () => {
  await small.deliveries('a.csv', [DELIVERY_HEADER, deliveryLine('T1', '2012-05-01', 'C001', 100)]);
  await run();
  await small.deliveries('b.csv', [DELIVERY_HEADER, deliveryLine('T2', '2012-06-02', 'C001', 30)]);
  await run();
  const history = openCheckHistory(small.home);
  const sql = history?.definitions().find(({ name }) => name === 'account_day_tonnes')?.sql;
  history?.close();
  expect(sql).toContain("DATE '2012-06-01'");
  expect(sql).not.toContain("DATE '2012-05-01'");
});
