import { expect, test } from 'vitest';
import { useStager } from '../testing/stager.ts';

const stage = useStager();
const contract = (object: string, columns: string, mode: string) =>
  `object: ${object}\ncontinuation: { columns: [${columns}], mode: ${mode} }`;

/** The good rows by number, each as the texts of some columns. */
async function read(yaml: string, columns: string[], lines: string[]) {
  const { good, ...rest } = await stage(yaml, lines);
  const cells = Object.entries(good).map(([row, one]) => [
    Number(row),
    ...columns.map((name) => one[name] ?? null),
  ]);
  return { cells, ...rest };
}

test('fill: a record whose head is blank takes the head of the record above', async () => {
  const found = await read(
    contract('contract_schedule', 'contract_no', 'fill'),
    ['contract_no', 'month', 'qty_t'],
    [
      '2012年计划,,',
      ',,',
      '合同编号,月份,计划量(吨)',
      ',2012-01-01,50',
      'HT-1,2012-01-01,100',
      ',2012-02-01,200',
      ',2012-03-01,300',
      'HT-2,2012-01-01,400',
      ',2012-02-01,500',
      '合计,,1550',
    ],
  );
  expect(found).toEqual({
    cells: [
      [5, 'HT-1', '2012-01-01', 100],
      [6, 'HT-1', '2012-02-01', 200],
      [7, 'HT-1', '2012-03-01', 300],
      [8, 'HT-2', '2012-01-01', 400],
      [9, 'HT-2', '2012-02-01', 500],
    ],
    // above it there is no head to take, and the title is none
    reasons: { 4: ['required'] },
    furniture: 4,
    records: 10,
  });
});

test('fill: of a head of several columns, only a record in which all are blank continues it', async () => {
  const found = await read(
    contract('collection_plan', 'contract_no, account_code', 'fill'),
    ['contract_no', 'account_code', 'instalment'],
    [
      '合同编号,客户编号,期数,计划回款日期,计划回款金额(元)',
      'HT-1,C001,1,2012-01-15,100',
      ',,2,2012-02-15,200',
      'HT-2,,1,2012-01-15,300',
      ',,2,2012-02-15,400',
      ',C003,3,2012-02-15,500',
    ],
  );
  expect(found.cells).toEqual([
    [2, 'HT-1', 'C001', 1],
    [3, 'HT-1', 'C001', 2],
    [4, 'HT-2', null, 1],
    [5, 'HT-2', null, 2],
  ]);
  expect(found.reasons).toEqual({ 6: ['required'] });
});

test('skip: the lines under a head are passed over and counted as furniture', async () => {
  const found = await read(
    contract('contract', 'contract_no', 'skip'),
    ['contract_no', 'price_cny_t'],
    [
      '合同编号,客户编号,开始日期,结束日期,合同单价(元/吨)',
      'HT-1,C001,2012-01-01,2012-12-31,700',
      ',,,,710',
      '  ,,,,不是价格',
      'HT-2,C002,2012-01-01,2012-12-31,720',
    ],
  );
  expect(found).toEqual({
    cells: [
      [2, 'HT-1', 700],
      [5, 'HT-2', 720],
    ],
    reasons: {},
    furniture: 3,
    records: 5,
  });
});

test('without a continuation a blank head keeps its record aside', async () => {
  const lines = ['合同编号,月份,计划量(吨)', 'HT-1,2012-01-01,100', ',2012-02-01,200'];
  expect((await stage('object: contract_schedule', lines)).reasons).toEqual({ 3: ['required'] });
});
