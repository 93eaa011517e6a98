import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rows } from '../../data/duck.ts';
import { parseSource } from '../../data/source-file.ts';
import { rejectedRows } from '../../data/quarantine.ts';
import { useCellConnection } from '../testing/cell-connection.ts';
import { useStager } from '../testing/stager.ts';
import { stageFile } from './stage.ts';

const source = parseSource(
  `
id: trial
title: { zh: 试, en: trial }
object: observation
origin: { kind: files, folder: trial }
columns:
  year: { type: decimal, scale: 0, from: [年], required: true }
  month: { type: decimal, scale: 0, from: [月] }
  item: { type: enum, from: [品名], required: true, values: { Q5500: [山西优混（5500大卡）], Q5000: [山西大混] } }
  price: { type: decimal, from: [价格] }
  dollars: { type: decimal, from: [美元价] }
constants: { dollars: null }
only: item
derived:
  first: { type: date, sql: 'make_date(year::INTEGER, month::INTEGER, 1)' }
  last: { type: date, sql: last_day(first) }
  code: { type: text, sql: "item || '-' || year" }
key: [item, last]
period: { start: first, end: last }
observations: [{ series: 'X.{item}', value: price }]
`,
  'trial.yaml',
);

const connection = useCellConnection();
const stage = useStager();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'coalface-derived-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('columns follow from others, rows of no concern are passed over, what is constantly nothing is not read', async () => {
  const file = path.join(folder, 'a.csv');
  await writeFile(
    file,
    [
      '年,月,品名,价格,美元价',
      '2024,2,山西优混（5500大卡）,900,125',
      '2024, 3 ,山西优混(5500大卡),910,n/a',
      '2024,3,螺纹钢,3700,510',
      '2024,3,,,',
      '2024,13,山西大混,800,',
      ',4,山西大混,800,',
      '2024,,山西大混,800,',
    ].join('\n'),
  );
  const staged = await stageFile(connection(), source, file, 'a.csv', folder);
  const good = await rows(
    connection(),
    `SELECT _row::INTEGER AS row, first::VARCHAR AS first, last::VARCHAR AS last, code, dollars FROM staged
     WHERE _kind = 'data' AND _reasons IS NULL ORDER BY _row`,
  );
  expect(good).toEqual([
    { row: 2, first: '2024-02-01', last: '2024-02-29', code: 'Q5500-2024', dollars: null },
    { row: 3, first: '2024-03-01', last: '2024-03-31', code: 'Q5500-2024', dollars: null },
  ]);
  // the header, the steel and the line without a name
  expect(staged.furniture).toBe(3);
  const kept = await rejectedRows(connection(), 'rejected');
  expect(
    kept.map(({ row, reasons }) => [row, reasons.map((one) => `${one.code} ${one.columns.join()}`)]),
  ).toEqual([
    [6, ['not_derivable first', 'not_derivable last']],
    [7, ['required year', 'not_derivable first', 'not_derivable last', 'not_derivable code']],
    [8, ['not_derivable first', 'not_derivable last']],
  ]);
  expect(staged.records).toBe(8);
  await staged.dispose();
});

test('a day without its year is the one nearest to the day of publication', async () => {
  const contract = `
object: observation
columns:
  published: { type: date, fact: { in: published }, required: true }
  month_day: { type: text, from: [日期], required: true }
  price: { type: decimal, from: [价格] }
derived: { day: { type: date, sql: 'day_near(published, month_day)' } }
key: [day]
period: { of: day }
observations: [{ series: X, value: price }]
`;
  const lines = ['日期,价格', '12-31,700', '１月２日,701', '13-01,702'];
  const { good, reasons } = await stage(contract, lines, { publishedAt: '2013-01-02T01:30:00Z' });
  expect(Object.values(good).map(({ day, price }) => [day, price])).toEqual([
    ['2012-12-31', 700],
    ['2013-01-02', 701],
  ]);
  expect(reasons).toEqual({ 4: ['not_derivable'] });
});
