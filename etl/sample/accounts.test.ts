import { expect, test } from 'vitest';
import { isKeyOn, makeAccounts } from './accounts.ts';
import { FIRST_DAY, LAST_DAY, dayOf } from './calendar.ts';
import { creditCheck } from '../names/credit-code.ts';

const accounts = makeAccounts(20120618);

test('240 active, 60 dormant, 80 prospects, each with its own name and code', () => {
  const count = (kind: string) => accounts.filter((account) => account.kind === kind).length;
  expect([count('active'), count('dormant'), count('prospect')]).toEqual([240, 60, 80]);
  expect(new Set(accounts.map(({ id }) => id)).size).toBe(380);
  expect(new Set(accounts.flatMap(({ forms }) => forms)).size).toBe(
    accounts.flatMap(({ forms }) => forms).length,
  );
});

test('28 key accounts on the last day: twenty from the start, eight promoted; two lost it', () => {
  const keyOn = (iso: string) => accounts.filter((account) => isKeyOn(account, dayOf(iso))).length;
  expect([keyOn('2010-01-01'), keyOn('2011-07-01'), keyOn('2012-06-18')]).toEqual([22, 26, 28]);
  expect(accounts.filter(({ key }) => key && key.from < FIRST_DAY)).toHaveLength(22);
  const lost = accounts.filter(({ key }) => key?.to !== undefined);
  expect(lost).toHaveLength(2);
  for (const { key } of lost) expect(key?.to).toBeLessThan(LAST_DAY);
});

test('prospects buy nothing; parents exist; credit codes check', () => {
  const ids = new Set(accounts.map(({ id }) => id));
  expect(accounts.filter(({ parentId }) => parentId !== undefined).length).toBeGreaterThan(10);
  for (const { kind, buys, parentId, creditCode } of accounts) {
    if (kind === 'prospect') expect(buys).toBeUndefined();
    if (parentId !== undefined) expect(ids).toContain(parentId);
    if (creditCode !== undefined) expect(creditCheck(creditCode.slice(0, 17))).toBe(creditCode[17]);
  }
});
