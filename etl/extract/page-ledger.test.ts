import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeAt, type Home } from '../../data/home.ts';
import { openState } from '../state-database.ts';
import { PageLedger } from './page-ledger.ts';

let home: Home;
beforeEach(async () => {
  home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-ledger-')));
});
afterEach(() => rm(home.root, { recursive: true, force: true }));

const key = { source: 's', method: 'get' as const, url: 'u' };
const page = { etag: '"1"', lastModified: null, receipt: 'r1' };

test('an address is known by its newest receipt, for each source and method by itself', () => {
  const ledger = new PageLedger(home);
  expect(ledger.known(key)).toBeUndefined();
  ledger.remember(key, 'page', page);
  ledger.remember(key, 'page', { ...page, etag: null, receipt: 'r2' });
  expect(ledger.known(key)).toEqual({ etag: null, lastModified: null, receipt: 'r2' });
  expect(ledger.known({ ...key, source: 'other' })).toBeUndefined();
  expect(ledger.known({ ...key, method: 'post' })).toBeUndefined();
  ledger.remember({ ...key, url: 'list' }, 'list', page);
  expect(ledger.pages('s')).toEqual([{ url: 'u', receipt: 'r2' }]);
  ledger.close();
});

test('a page that was found waits until it is fetched or forgotten, and is no known page before', () => {
  const ledger = new PageLedger(home);
  const announced = new Date('2012-06-18T01:30:00Z');
  ledger.remember(key, 'page', page);
  ledger.found('s', [
    { url: 'old', announced },
    { url: 'gone', announced: null },
    { url: 'u', announced: null },
  ]);
  expect(ledger.waiting('s')).toEqual([
    { url: 'old', announced },
    { url: 'gone', announced: null },
  ]);
  expect(ledger.known({ ...key, url: 'old' })).toBeUndefined();
  ledger.remember({ ...key, url: 'old' }, 'page', page);
  ledger.forget('s', 'gone');
  ledger.forget('s', 'u');
  expect(ledger.waiting('s')).toEqual([]);
  expect(ledger.known(key)).toEqual(page);
  ledger.close();
});

test('how far lists were read holds for their address', () => {
  const ledger = new PageLedger(home);
  expect(ledger.walked('s', 'list')).toBe(0);
  ledger.rememberWalk('s', 'list', 5);
  expect([ledger.walked('s', 'list'), ledger.walked('s', 'moved')]).toEqual([5, 0]);
  ledger.close();
});

test('pages of an installation from before are taken over', () => {
  const before = openState(
    home,
    `CREATE TABLE page (url TEXT PRIMARY KEY, source TEXT NOT NULL, etag TEXT, last_modified TEXT,
       receipt TEXT NOT NULL) STRICT;
     INSERT INTO page VALUES ('sample:/port/index.html', 's', NULL, NULL, 'r0'), ('u', 's', '"1"', NULL, 'r1')`,
  );
  before.close();
  for (let opening = 0; opening < 2; opening += 1) {
    const ledger = new PageLedger(home);
    expect(ledger.known(key)).toEqual(page);
    expect(ledger.pages('s')).toEqual([{ url: 'u', receipt: 'r1' }]);
    ledger.close();
  }
});
