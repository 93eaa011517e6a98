import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { useLoader } from '../testing/loader.ts';
import { useStager } from '../testing/stager.ts';

const stage = useStager();
const loader = useLoader();

const contract = (reader: string, columns: string) => `
object: observation
reader: { kind: json${reader} }
columns:
  day: { type: date, ${columns}, required: true }
  value: { type: decimal, scale: 4, from: [value, data.value], position: 2 }
period: { of: day }
observations: [{ series: X, value: value }]
`;
const KEYED = contract(', path: response.data', 'from: [day]').replace(', position: 2', '');

test('records of keys in order of appearance, after one of the keys', async () => {
  const data = [
    { day: '2012-06-18', note: 'a' },
    { value: null, day: '2012-06-19' },
    { day: '2012-06-20', value: 3 },
  ];
  const { good, furniture, records } = await stage(KEYED, JSON.stringify({ response: { total: '3', data } }));
  expect(good).toEqual({
    2: { day: '2012-06-18' },
    3: { day: '2012-06-19' },
    4: { day: '2012-06-20', value: 3 },
  });
  expect({ furniture, records }).toEqual({ furniture: 1, records: 4 });
});

test('numbers are read as they are written', async () => {
  const text =
    '{"response":{"data":[{"day":"2012-06-18","value":12345678901234.5678},{"day":20120619,"value":"7.50"}]}}';
  const { good, reasons } = await stage(KEYED.replace('scale: 4', 'scale: 4, max: 12345678901234.5'), text);
  // a float has no 12345678901234.5678
  expect(good).toEqual({ 3: { day: '2012-06-19', value: 7.5 } });
  expect(reasons).toEqual({ 2: ['out_of_range'] });
});

test('objects inside a record are flattened', async () => {
  const text = JSON.stringify({
    response: { data: [{ day: '2012-06-18', data: { value: 5, of: [1, 2] } }] },
  });
  expect((await stage(KEYED, text)).good).toEqual({ 2: { day: '2012-06-18', value: 5 } });
});

test('arrays of cells are records without a header', async () => {
  const rows = [['2012-06-18', 12.5], null, ['2012-06-19', null, true]];
  const { good, furniture, records } = await stage(contract('', 'position: 1'), JSON.stringify(rows));
  expect(good).toEqual({ 1: { day: '2012-06-18', value: 12.5 }, 3: { day: '2012-06-19' } });
  expect({ furniture, records }).toEqual({ furniture: 1, records: 3 });
});

test('a page of GBK that is JSON', async () => {
  const bytes = iconv.encode('\ufeff[{"日期":"2012-06-18","value":1}]'.slice(1), 'gbk');
  const { good } = await stage(contract('', 'from: [日期]').replace(', position: 2', ''), bytes);
  expect(good).toEqual({ 2: { day: '2012-06-18', value: 1 } });
});

test('no records are none, not an error, for a market feed', async () => {
  const { good, records, furniture } = await stage(KEYED, '{"response":{"data":[]}}');
  expect({ good, records, furniture }).toEqual({ good: {}, records: 0, furniture: 0 });
});

test('an answer without records is loaded: nothing is inserted and nothing fails', async () => {
  const source = loader.source('observation', 'empty', KEYED.replace('object: observation', ''));
  const counts = await loader.load(source, 'a.json', ['{"response":{"data":[]}}']);
  expect(counts).toEqual({ read: 0, inserted: 0, updated: 0, unchanged: 0, quarantined: 0, furniture: 0 });
});

test('no records of anything else are an error', async () => {
  await expect(stage('object: account\nreader: { kind: json }', '[]')).rejects.toMatchObject({
    code: 'no_records',
    where: { source: 'trial' },
  });
});

test.each([
  ['a cut document', '{"response":{"data":[{"day":"2012', 'bad_json', /no JSON.*position/],
  ['another path', '{"response":{"rows":[]}}', 'path_not_found', /no response.data/],
  ['no array', '{"response":{"data":{"total":1}}}', 'path_not_found', /response.data is no array/],
  ['records of two kinds', '{"response":{"data":[{"day":1},2]}}', 'bad_json', /none/],
  ['a deep one', `{"response":{"data":[${'{"a":'.repeat(40)}1${'}'.repeat(40)}]}}`, 'bad_json', /deep/],
])('%s is a named error', async (_what, text, code, message) => {
  await expect(stage(KEYED, text, { name: 'a.json' })).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message) as string,
    where: { file: 'a.json' },
  });
});

test('a path that is not there names what is', async () => {
  await expect(stage(KEYED, '{"response":{"error":"x","rows":[]}}')).rejects.toMatchObject({
    hint: expect.stringContaining('error, rows') as string,
  });
});
