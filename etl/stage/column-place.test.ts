import { utils } from '@e965/xlsx';
import { expect, test } from 'vitest';
import { useStager } from '../testing/stager.ts';
import { book, bytesOf } from '../testing/table-reader.ts';

const stage = useStager();

const contract = (columns: string, more = '') => `
object: observation
columns: { ${columns} }
key: [day]
period: { of: day }
observations: [{ series: X, value: value }]
${more}
`;

test.each(['observation_date', 'DATE', ''])(
  'a column at its place, whatever it is called: %j',
  async (title) => {
    const columns =
      'day: { type: date, position: 1, required: true }, value: { type: decimal, from: [PCOALAUUSDM] }';
    const { good, furniture } = await stage(contract(columns), [
      `${title},PCOALAUUSDM`,
      '2012-06-01,87.19',
      '2012-07-01,.',
    ]);
    expect(good).toEqual({ 2: { day: '2012-06-01', value: 87.19 }, 3: { day: '2012-07-01' } });
    expect(furniture).toBe(1);
  },
);

test.each<[string, string[], number]>([
  ['a header', ['observation_date,PCOALAUUSDM', '2012-06-01,87.19'], 2],
  ['a title and a header', ['Coal,', 'date,price', '2012-06-01,87.19'], 3],
  ['no header', ['2012-06-01,87.19'], 1],
])('all columns at their places under %s', async (_what, lines, row) => {
  const columns = 'day: { type: date, position: 1, required: true }, value: { type: decimal, position: 2 }';
  const found = await stage(contract(columns), lines);
  expect(found).toMatchObject({
    good: { [row]: { day: '2012-06-01', value: 87.19 } },
    reasons: {},
    furniture: row - 1,
  });
});

test('a place that no file has is a missing column', async () => {
  const columns = 'day: { type: date, position: 1 }, value: { type: decimal, position: 3, required: true }';
  await expect(stage(contract(columns), ['2012-06-01,87.19'])).rejects.toMatchObject({
    code: 'column_not_found',
    where: { column: 'value' },
  });
});

test.each(['Coal, Australian', 'Coal,  Australian **', 'Ｃoal, Australian'])(
  'a header by a pattern: %j',
  async (title) => {
    const columns = `day: { type: date, from: [day] }, value: { type: decimal, from: ['Coal (AU)', '/^Coal, Australian\\b/'] }`;
    const { good } = await stage(contract(columns), [`day,"${title}"`, '2012-06-01,87.19']);
    expect(good).toEqual({ 2: { day: '2012-06-01', value: 87.19 } });
  },
);

test('a pattern of two headers is ambiguous, unless one is there by name', async () => {
  const columns = (from: string) =>
    `day: { type: date, from: [day] }, value: { type: decimal, from: [${from}] }`;
  const lines = ['day,"Coal, Australian","Coal, South African"', '2012-06-01,87.19,85.31'];
  await expect(stage(contract(columns("'/^Coal/'")), lines)).rejects.toMatchObject({
    code: 'ambiguous_column',
  });
  const { good } = await stage(contract(columns("'/^Coal/', 'Coal, South African'")), lines);
  expect(good).toEqual({ 2: { day: '2012-06-01', value: 85.31 } });
});

test.each([
  ['with codes', ['', 'CRUDE_PETRO', 'COAL_AUS', 'COAL_SAFRICA']],
  ['without codes', null],
])('a sheet of all commodities, names over units over data, %s', async (_what, codes) => {
  const sheet = utils.aoa_to_sheet([
    ['World Bank Commodity Price Data (The Pink Sheet)'],
    ['monthly prices in nominal US dollars'],
    ['(monthly series are available only in nominal US dollar terms)'],
    ['Updated on June 04, 2012'],
    ['', 'Crude oil, average', 'Coal, Australian', 'Coal, South African **'],
    ['', '($/bbl)', '($/mt)', '($/mt)'],
    ...(codes ? [codes] : []),
    ['1960M01', 1.63, '…', '…'],
    ['2012M06', 90.73, 87.19, 85.31],
  ]);
  const columns = `day: { type: period, position: 1, required: true },
    value: { type: decimal, unit: 美元/吨, from: ['/^Coal, Australian/'], min: 10, max: 1000 },
    africa: { type: decimal, unit: 美元/吨, from: ['/^Coal, South African/'] }`;
  const only = "only: { column: day, pattern: '^\\d{4}M\\d{2}$' }";
  const found = await stage(contract(columns, only), bytesOf(book({ 'Monthly Prices': sheet })));
  expect(Object.values(found.good)).toEqual([
    { day: ['1960-01-01', '1960-01-31'] },
    { day: ['2012-06-01', '2012-06-30'], value: 87.19, africa: 85.31 },
  ]);
  expect([found.reasons, found.furniture]).toEqual([{}, codes ? 7 : 6]);
});
