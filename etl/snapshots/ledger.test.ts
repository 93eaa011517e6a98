import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeAt, type Home } from '../../data/home.ts';
import { SnapshotLedger } from './ledger.ts';

const [A, B, C] = ['20120617T100000000', '20120618T100000000', '20120619T100000000'];
let home: Home;
let ledger: SnapshotLedger;
let clock: number;
beforeEach(async () => {
  home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-ledger-')));
  clock = Date.parse('2012-06-19T02:00:00Z');
  ledger = new SnapshotLedger(home, () => new Date((clock += 1000)));
});
afterEach(async () => {
  ledger.close();
  await rm(home.root, { recursive: true, force: true });
});

test('a pin by hand has one reason, the last; it goes without touching that of a briefing', async () => {
  ledger.pin(A, 'audit', 'li');
  ledger.pin(A, 'audit 2012', 'wang');
  await ledger.pinBriefing('2012-W25', A, async () => {});
  expect(ledger.pins().map(({ reason, by }) => [reason, by])).toEqual([
    ['audit 2012', 'wang'],
    ['briefing 2012-W25', 'coalface'],
  ]);
  expect(ledger.unpin(A)).toBe(true);
  expect(ledger.unpin(A)).toBe(false);
  expect([...ledger.pinned()]).toEqual([A]);
});

test('the snapshot of a new edition is pinned before the briefing is written, the former let go after', async () => {
  await ledger.pinBriefing('2012-W25', A, async () => {});
  await ledger.pinBriefing('2012-W26', C, async () => {});
  const during: string[][] = [];
  await ledger.pinBriefing('2012-W25', B, async () => void during.push([...ledger.pinned()]));
  expect([during, [...ledger.pinned()]]).toEqual([[[A, C, B]], [C, B]]);
  await expect(
    ledger.pinBriefing('2012-W25', C, () => Promise.reject(new Error('disk full'))),
  ).rejects.toThrow('disk full');
  expect(ledger.pinned()).toContain(B);
});

test('a hold keeps runs from swapping until it is released; all of it is on record', () => {
  const swaps: string[] = [];
  ledger.publish(() => swaps.push('run'));
  ledger.rollBack({ from: B, to: A, by: 'li', reason: 'wrong prices', hold: true }, () => swaps.push('back'));
  expect(() => ledger.publish(() => swaps.push('never'))).toThrow(
    expect.objectContaining({ code: 'publishing_held' }) as Error,
  );
  expect(ledger.hold()).toMatchObject({ from: B, to: A, by: 'li', reason: 'wrong prices', releasedAt: null });
  expect(ledger.release('wang').map(({ to }) => to)).toEqual([A]);
  expect(ledger.release('wang')).toEqual([]);
  ledger.publish(() => swaps.push('run'));
  ledger.rollBack({ from: C, to: B, by: 'li', reason: null, hold: false }, () => swaps.push('back'));
  expect(ledger.hold()).toBeNull();
  expect(swaps).toEqual(['run', 'back', 'run', 'back']);
  expect(ledger.rollbacks().map(({ to, hold, releasedBy }) => [to, hold, releasedBy])).toEqual([
    [B, false, null],
    [A, true, 'wang'],
  ]);
});

test('a rollback whose swap fails is not on record', () => {
  expect(() =>
    ledger.rollBack({ from: B, to: A, by: 'li', reason: null, hold: true }, () => {
      throw new Error('read-only disk');
    }),
  ).toThrow('read-only disk');
  expect([ledger.hold(), ledger.rollbacks()]).toEqual([null, []]);
});
