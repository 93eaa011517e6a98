import { expect, test } from 'vitest';
import { useStager } from '../testing/stager.ts';

const stage = useStager();

const contract = (item: string, more = '') => `
object: observation
columns:
  day: { type: date, from: [日期], required: true }
  item: { type: enum, from: [品名], required: true, values: { ${item} } }
  price: { type: decimal, unit: 元/吨, from: [价格] }
key: [day, item]
period: { of: day }
observations: [{ series: '{item}.price', value: price }]
${more}
`;
const VALUES = `Q5500: ['/^山西优混.*5500/'], Q5000: [Q5000, '/^山西大混.*5000/'], COKE: [焦炭, '/^焦炭/']`;
const rowsOf = (...items: string[]) => [
  '日期,品名,价格',
  ...items.map((item, i) => `2012-06-${10 + i},${item},700`),
];

test.each<[string, unknown]>([
  ['山西优混(5500大卡)', 'Q5500'],
  ['山西优混（５５００大卡）', 'Q5500'],
  ['山西优混（ 5500 大卡）', 'Q5500'],
  ['　山西优混5500', 'Q5500'],
  ['焦炭（准一级冶金焦）注2', 'COKE'],
  ['焦炭', 'COKE'],
  ['q5000', 'Q5000'],
  ['山西大混（5000大卡）', 'Q5000'],
  ['大同混煤（5800大卡）', ['unknown_value']],
  ['优混5500', ['unknown_value']],
  ['', ['required']],
])('%j is %j', async (text, expected) => {
  const { good, reasons } = await stage(contract(VALUES), rowsOf(`"${text}"`));
  expect(good[2]?.['item'] ?? reasons[2]).toEqual(expected);
});

test('a text that matches two values is kept aside, unless one of them is it by name', async () => {
  const values = `A: ['/混煤/', '普通混煤(4500大卡)'], B: ['/4500/']`;
  const found = await stage(
    contract(values),
    rowsOf('普通混煤（4500大卡）', '混煤4500', '大同混煤', '动力煤4500'),
  );
  expect(Object.values(found.good).map((row) => row['item'])).toEqual(['A', 'A', 'B']);
  expect(found.reasons).toEqual({ 3: ['ambiguous_value'] });
});

test('of an optional column whose faults are forgiven such a text is no value', async () => {
  const optional = contract(`A: ['/混煤/'], B: ['/4500/']`, 'drift: { types: discard_value }')
    .replace('from: [品名], required: true', 'from: [品名]')
    .replace('key: [day, item]', 'key: [day]');
  const found = await stage(optional, rowsOf('混煤4500', '动力煤'));
  expect([found.good, found.reasons]).toEqual([
    { 2: { day: '2012-06-10', price: 700 }, 3: { day: '2012-06-11', price: 700 } },
    {},
  ]);
});

test('rows of which `only` wants no value are passed over, by pattern as by name', async () => {
  const found = await stage(
    contract(VALUES, 'only: item'),
    rowsOf('一、黑色金属', '山西优混（5500大卡）', 'Ｑ5000', '注：上期为2021年2月中旬。', '焦炭', '线材'),
  );
  expect(Object.keys(found.good)).toEqual(['3', '4', '6']);
  expect([found.reasons, found.furniture]).toEqual([{}, 4]);
});

test.each<[string, string]>([
  ['a date', `{ column: day, pattern: '^\\d{4}' }`],
  ['a price', `{ column: price, pattern: '^7' }`],
])('rows whose text of %s does not match are passed over', async (_what, only) => {
  const lines = [
    '日期,品名,价格',
    '煤炭价格,,',
    '２０１２-06-18,焦炭,７00',
    '年,值,无',
    '2012-06-19,焦炭,70x',
  ];
  const found = await stage(contract(VALUES, `only: ${only}`), lines);
  expect(found.good).toEqual({ 3: { day: '2012-06-18', item: 'COKE', price: 700 } });
  expect([found.reasons, found.furniture]).toEqual([{ 5: ['invalid_number'] }, 3]);
});

test('a pattern that cells cannot be tested with is named', async () => {
  await expect(stage(contract(`A: ['/混(?=煤)/']`), rowsOf('混煤'))).rejects.toMatchObject({
    code: 'bad_source',
    where: { source: 'trial', column: 'item' },
  });
  await expect(stage(contract(`A: ['/(a+)+/']`), rowsOf('混煤'))).rejects.toMatchObject({
    code: 'bad_source',
  });
});

test.each<[string, unknown]>([
  ['0', undefined],
  ['0.00', undefined],
  ['w', undefined],
  ['Ｗ', ['invalid_number']],
  ['10', 10],
  ['#N/A', undefined],
])('where 0 and w mean no value, %j is %j', async (cell, expected) => {
  const columns = contract(VALUES).replace('from: [价格]', "from: [价格], missing: ['0', w]");
  const found = await stage(columns, ['日期,品名,价格', `2012-06-18,焦炭,${cell}`]);
  expect(found.good[2]?.['price'] ?? found.reasons[2]).toEqual(expected);
  const asked = columns.replace('from: [价格]', 'from: [价格], required: true');
  expect((await stage(asked, ['日期,品名,价格', `2012-06-18,焦炭,${cell}`])).reasons[2]).toEqual(
    expected === undefined ? ['required'] : Array.isArray(expected) ? expected : undefined,
  );
});
