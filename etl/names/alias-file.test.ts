import iconv from 'iconv-lite';
import { mkdir, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { smallHome, type SmallHome } from '../testing/small-home.ts';
import { aliasFile, readAliases } from './alias-file.ts';

let small: SmallHome;
beforeEach(async () => {
  small = await smallHome();
  await mkdir(small.home.reference);
});
afterEach(() => small.remove());

const HEADER = 'alias,account_code,valid_from,valid_to,note';
const write = (text: string | Uint8Array) => writeFile(aliasFile(small.home), text);

test('no file is no aliases', async () => {
  expect(await readAliases(small.home)).toEqual([]);
});

test.each([
  ['UTF-8 with a mark', (text: string) => Buffer.from(`\ufeff${text}`)],
  ['GB18030', (text: string) => iconv.encode(text, 'gb18030')],
])('a file in %s', async (_encoding, encode) => {
  await write(
    encode(`${HEADER}\r\n东岭炼铁, C002 ,,2010-01-01,改名前\r\n\r\n岭东物资,C003,2011-05-01,,\r\n`),
  );
  expect(await readAliases(small.home)).toEqual([
    { alias: '东岭炼铁', account: 'C002', from: null, to: '2010-01-01', note: '改名前' },
    { alias: '岭东物资', account: 'C003', from: '2011-05-01', to: null, note: null },
  ]);
});

test.each([
  ['东岭炼铁,,,,', { row: 3, column: 'account_code' }, /empty/],
  ['东岭炼铁,C002,2012-02-30,,', { row: 3, column: 'valid_from' }, /2012-06-18/],
  ['东岭炼铁,C002,2012-02-01,2012-02-01,', { row: 3, column: 'valid_to' }, /after valid_from/],
  ['江海电力有限公司,C002,2012-02-01,,', { row: 3, column: 'alias' }, /C001 in row 2/],
  ['东岭炼铁,C002', {}, /CSV/],
])('the row %s is refused, with its place', async (line, where, message) => {
  await write(`${HEADER}\n江海电力,C001,,2012-03-01,\n${line}\n`);
  await expect(readAliases(small.home)).rejects.toMatchObject({
    code: 'bad_alias_file',
    message: expect.stringMatching(message),
    where: { file: aliasFile(small.home), ...where },
  });
});

test('an unknown column is refused', async () => {
  await write('alias,account_code,von\n江海电力,C001,2012-01-01\n');
  await expect(readAliases(small.home)).rejects.toMatchObject({ code: 'bad_alias_file', where: { row: 2 } });
});
