import { expect, test } from 'vitest';
import { useStager } from '../testing/stager.ts';

const stage = useStager();
const HEADER = '合同编号,客户编号,合同类型,开始日期,结束日期,合同单价(元/吨)';
const PLAIN = 'HT-1,C001,现货,2012-06-01,2012-06-30,700';
const row = (no: string) => ({
  contract_no: no,
  account_code: 'C001',
  kind: '现货',
  starts_on: '2012-06-01',
  ends_on: '2012-06-30',
});

interface Expected {
  /** extra of the second row; `undefined` if the row is kept aside */
  extra?: Record<string, string> | null;
  reasons?: string[];
  refused?: Record<string, unknown>;
}

test.each<[string, Expected]>([
  ['drift: { columns: evolve }', { extra: { 加价: '20' } }],
  ['', { extra: { 加价: '20' } }],
  ['drift: { columns: discard_value }', { extra: null }],
  ['drift: { columns: discard_row }', { reasons: ['unknown_column'] }],
  ['drift: { columns: freeze }', { refused: { file: 'a.csv', source: 'trial' } }],
])('a header that the contract does not name, %j', async (drift, expected) => {
  const lines = [`${HEADER},加价`, `${PLAIN},`, 'HT-2,C001,现货,2012-06-01,2012-06-30,700,20'];
  await meets(stage(`object: contract\n${drift}`, lines), expected, /加价/, { price_cny_t: 700 });
});

test.each<[string, Expected]>([
  ['drift: { types: discard_row }', { reasons: ['invalid_number'] }],
  ['', { reasons: ['invalid_number'] }],
  ['drift: { types: evolve }', { extra: { '合同单价(元/吨)': '约七百' } }],
  ['drift: { types: discard_value }', { extra: null }],
  [
    'drift: { types: freeze }',
    { refused: { file: 'a.csv', source: 'trial', row: 3, column: 'price_cny_t' } },
  ],
])('a cell of an optional column that is none of its type, %j', async (drift, expected) => {
  const lines = [HEADER, PLAIN, 'HT-2,C001,现货,2012-06-01,2012-06-30,约七百'];
  await meets(stage(`object: contract\n${drift}`, lines), expected, /合同单价/, {});
});

async function meets(
  staged: ReturnType<typeof stage>,
  { extra, reasons, refused }: Expected,
  named: RegExp,
  more: Record<string, unknown>,
): Promise<void> {
  if (refused) {
    await expect(staged).rejects.toMatchObject({
      code: 'schema_drift',
      message: expect.stringMatching(named) as string,
      where: refused,
    });
    return;
  }
  const found = await staged;
  expect(found.good[2]).toEqual({ ...row('HT-1'), price_cny_t: 700 });
  expect(found.good[3]).toEqual(
    extra === undefined ? undefined : { ...row('HT-2'), ...more, ...(extra ? { extra } : {}) },
  );
  expect(found.reasons).toEqual(reasons ? { 3: reasons } : {});
}

/** Cells that are none of their column's type, and what each is told. */
const SPOILED: [string, string, string][] = [
  ['签订日期', '待定', 'invalid_date'],
  ['签订日期', '6月18日', 'year_missing'],
  ['合同类型', '借条', 'unknown_value'],
  ['合同热值', '五千', 'invalid_number'],
  ['是否删除', '也许', 'invalid_flag'],
];

test.each(SPOILED)(
  '%s %s: the row is kept aside, the text kept, the file refused, as declared',
  async (title, cell, code) => {
    const lines = [`合同编号,客户编号,开始日期,结束日期,${title}`, `HT-1,C001,2012-06-01,2012-06-30,${cell}`];
    expect((await stage('object: contract', lines)).reasons).toEqual({ 2: [code] });
    expect((await stage('object: contract\ndrift: { types: evolve }', lines)).good[2]).toMatchObject({
      extra: { [title]: cell },
    });
    await expect(stage('object: contract\ndrift: { types: freeze }', lines)).rejects.toMatchObject({
      code: 'schema_drift',
      where: { row: 2 },
    });
  },
);

test.each(['evolve', 'discard_value'])(
  'a required cell that is none of its type keeps its row aside even with %s',
  async (mode) => {
    const lines = ['合同编号,客户编号,开始日期,结束日期', 'HT-1,C001,待定,2012-06-30'];
    const found = await stage(`object: contract\ndrift: { types: ${mode} }`, lines);
    expect(found).toMatchObject({ good: {}, reasons: { 2: ['invalid_date'] } });
  },
);

test('a value out of bounds is no drift: its row is kept aside whatever is declared', async () => {
  const lines = [HEADER, 'HT-1,C001,现货,2012-06-01,2012-06-30,7'];
  for (const types of ['evolve', 'discard_value', 'freeze']) {
    const found = await stage(`object: contract\ndrift: { types: ${types} }`, lines);
    expect(found.reasons).toEqual({ 2: ['out_of_range'] });
  }
});

test('spoiled cells and unnamed columns stand side by side in extra, two of one title apart', async () => {
  const lines = [
    `${HEADER},备注,备注`,
    'HT-1,C001,现货,2012-06-01,2012-06-30,约七百,甲,乙',
    'HT-2,C001,现货,2012-06-01,2012-06-30,700,,',
  ];
  const found = await stage('object: contract\ndrift: { types: evolve }', lines);
  expect(found.good[2]).toMatchObject({
    extra: { '合同单价(元/吨)': '约七百', 备注: '甲', '备注#8': '乙' },
  });
  expect(found.good[3]).not.toHaveProperty('extra');
});
