import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { smallHome, type SmallHome } from '../testing/small-home.ts';
import { addToInbox } from './add.ts';

let small: SmallHome;
let file: string;
beforeEach(async () => {
  small = await smallHome();
  file = path.join(small.home.root, 'given');
  await writeFile(file, 'one');
});
afterEach(() => small.remove());

const inbox = async () => (await readdir(path.join(small.home.inbox, 'deliveries'))).sort();
const add = (name: string) => addToInbox(small.home, 'deliveries', file, name);

test('a file goes into the inbox under a safe name; the given one stays', async () => {
  expect(await add('../../a.csv')).toEqual({
    source: 'deliveries',
    outcome: 'added',
    name: 'a.csv',
    renamed: true,
  });
  expect(await inbox()).toEqual(['a.csv']);
  expect(await readFile(file, 'utf8')).toBe('one');
});

test('nothing is written over: other bytes get a number, the same bytes are there already', async () => {
  await add('a.csv');
  expect(await add('a.csv')).toMatchObject({ outcome: 'waiting', name: 'a.csv' });
  await writeFile(file, 'two');
  expect(await add('a.csv')).toMatchObject({ outcome: 'added', name: 'a (2).csv', renamed: true });
  expect(await readFile(path.join(small.home.inbox, 'deliveries', 'a.csv'), 'utf8')).toBe('one');
  expect(await inbox()).toEqual(['a (2).csv', 'a.csv']);
});

test('two at once are both kept', async () => {
  const other = path.join(small.home.root, 'other');
  await writeFile(other, 'two');
  await Promise.all([add('a.csv'), addToInbox(small.home, 'deliveries', other, 'a.csv')]);
  expect(await inbox()).toEqual(['a (2).csv', 'a.csv']);
});

test.each([
  ['port_bulletin', 'a.csv', 'no_inbox'],
  ['nope', 'a.csv', 'unknown_source'],
  ['vendor_prices', 'a.csv', 'wrong_ending'],
])('into the inbox of %s %s is refused: %s', async (source, name, code) => {
  await expect(addToInbox(small.home, source, file, name)).rejects.toMatchObject({ code });
});

test('an inbox that cannot be written is named, and nothing is left in it', async () => {
  const folder = path.join(small.home.inbox, 'contract');
  await mkdir(small.home.inbox, { recursive: true });
  await writeFile(folder, 'a file where the folder should be');
  await expect(addToInbox(small.home, 'contract', file, 'a.csv')).rejects.toMatchObject({
    code: 'inbox_failed',
  });
});
