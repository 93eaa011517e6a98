import { expect, test } from 'vitest';
import { parseSource } from './source-file.ts';

const overlaid = (more: string) =>
  parseSource(
    `
id: trial
title: { zh: 试, en: trial }
object: opportunity
origin: { kind: files, folder: trial }
${more}
`,
    'trial.yaml',
  );

test('headers that the source states come before those of the object, and are known as its own', () => {
  const { columns } = overlaid('columns: { account_name: { from: [account, 客户名称] } }');
  expect(columns['account_name']?.own).toEqual(['account', '客户名称']);
  expect(columns['account_name']?.from.slice(0, 3)).toEqual(['account', '客户名称', '客户名']);
  expect(columns['stage']?.own).toBeUndefined();
});

test('a column may be of another type: of the object only the headers and the duty to fill it are left', () => {
  const { columns } = overlaid('columns: { account_code: { type: enum, values: { A: [a] } } }');
  expect(columns['account_code']).toEqual({
    type: 'enum',
    required: false,
    from: ['客户编号', '客户编码', 'Account ID'],
    values: { A: ['a'] },
  });
});

test('a derived column takes the place of the one that the object reads', () => {
  const source = overlaid(
    'columns: { step: { type: text, from: [Step] } }\nderived: { stage: { type: text, sql: "coalesce(step, \'初步接洽\')" } }',
  );
  expect(source.columns).not.toHaveProperty('stage');
  expect(source.columns).toHaveProperty('step');
});

test.each<[string, string, RegExp]>([
  [
    'a column that the object does not have',
    'columns: { amount: { printed: 万元 } }',
    /opportunity has no column amount; it has opportunity_no, name, .*amount_cny/,
  ],
  [
    'to let be empty what the table needs',
    'columns: { stage: { required: false } }',
    /opportunity has no row without stage.*constants.*derived/,
  ],
  ['another key', 'key: [opportunity_no, stage]', /the key of opportunity is opportunity_no/],
  ['a key that is never there', 'constants: { opportunity_no: null }', /constantly nothing: opportunity_no/],
  ['a filter by a column that is no enum', 'only: name', /`only` needs a required enum column/],
  ['a filter by no column', 'only: nowhere', /nowhere/],
  ['a derived number', "derived: { x: { type: decimal, sql: '1' } }", /derived\.x\.type/],
])('%s is refused by name', (_what, more, named) => {
  expect(() => overlaid(more)).toThrow(
    expect.objectContaining({
      code: 'bad_source',
      message: expect.stringMatching(named) as string,
      where: { file: 'trial.yaml' },
    }) as Error,
  );
});
