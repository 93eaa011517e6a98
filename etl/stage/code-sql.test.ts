import { expect, test } from 'vitest';
import { Rng } from '../sample/random.ts';
import { fictionalCreditCode } from '../sample/credit-code.ts';
import { useCellConnection } from '../testing/cell-connection.ts';

const connection = useCellConnection();

async function of(macro: string, text: string): Promise<unknown> {
  const reader = await connection().runAndReadAll(`SELECT ${macro}(upper(cell($text)))`, { text });
  return reader.getRowsJS()[0]?.[0];
}

test.each<[string, boolean]>([
  // published codes of listed companies
  ['9144030071526726XG', true],
  ['914403001922038216', true],
  ['91330100799655058B', true],
  ['91330100799655058b', true],
  ['９１３３０１００７９９６５５０５８Ｂ', true],
  // one digit off, two digits swapped, a letter that the alphabet lacks, too short
  ['91330100799655059B', false],
  ['91330100796955058B', false],
  ['9133010079965505OB', false],
  ['91330100799655058', false],
  ['无证', false],
])('uscc_ok %j is %j', async (code, ok) => {
  expect(await of('uscc_ok', code)).toBe(ok);
});

test.each<[string, boolean]>([
  ['71526726X', true],
  ['71526726-x', true],
  ['192203821', true],
  ['799655058', true],
  ['799655059', false],
  ['7996-55058', false],
  ['79965505', false],
])('org_code_ok %j is %j', async (code, ok) => {
  expect(await of('org_code_ok', code)).toBe(ok);
});

test('the codes of the sample company hold', async () => {
  const rng = new Rng(1, 'codes');
  for (let i = 0; i < 50; i++) {
    const code = fictionalCreditCode(rng, '140100');
    expect([code, await of('uscc_ok', code), await of('org_code_ok', code.slice(8, 17))]).toEqual([
      code,
      true,
      true,
    ]);
  }
});

test.each<[string, boolean]>([
  ['1.63E+06', true],
  ['1.63E+15', true],
  ['2E+07', true],
  ['1.63e+06', true],
  ['1630000', false],
  ['8E10', false],
  ['E+06', false],
  ['C1.63E+06', false],
])('digits_lost %j is %j', async (text, lost) => {
  expect(await of('digits_lost', text)).toBe(lost);
});
