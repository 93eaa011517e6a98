import { DuckDBInstance } from '@duckdb/node-api';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { rows } from './duck.ts';
import { columnType, objectCatalogue, parseObject, referencesOf } from './object-file.ts';
import { parseSource } from './source-file.ts';
import { migrate } from './warehouse.ts';

const PROVENANCE = ['extra', 'deleted', '_file', '_row', '_run', '_hash', '_version', '_deleted_on'];
/** Tables that a migration has altered: DuckDB adds no column that must be filled. */
const OLDER = new Set(['crm.account', 'sales.delivery']);

test('every object has a table of its columns, with their types, the required ones and what they mean', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await migrate(connection);
  for (const object of objectCatalogue().values()) {
    const found = await rows<{ name: string; type: string; required: boolean; comment: string | null }>(
      connection,
      `SELECT column_name AS name, data_type AS type, NOT is_nullable AS required, comment FROM duckdb_columns()
       WHERE schema_name || '.' || table_name = $table ORDER BY column_index`,
      { table: object.table },
    );
    const declared = Object.entries(object.columns).map(([name, column]) => ({
      name,
      type: columnType(column).replace('TIMESTAMPTZ', 'TIMESTAMP WITH TIME ZONE'),
      // a table that was older than its object says nothing of the columns that it was given later
      required: OLDER.has(object.table) ? expect.any(Boolean) : column.required,
      comment: `${column.zh} ${column.en}`,
    }));
    const derived = Object.entries(object.derived).map(([name, { zh, en }]) => ({
      name,
      type: 'DATE',
      required: true,
      comment: `${zh} ${en}`,
    }));
    const account = object.account
      ? [
          {
            name: 'account_id',
            type: 'VARCHAR',
            required: object.account.required,
            comment: expect.any(String),
          },
        ]
      : [];
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    const own = found.filter((column) => !PROVENANCE.includes(column.name));
    expect(own.sort(byName), object.id).toEqual([...declared, ...derived, ...account].sort(byName));
    expect(found.map((column) => column.name)).toEqual(expect.arrayContaining(PROVENANCE));
  }
  connection.closeSync();
  instance.closeSync();
});

test('no header of an object stands for two of its columns', () => {
  for (const object of objectCatalogue().values()) {
    const headers = Object.values(object.columns).flatMap((column) => column.from);
    const twice = headers.filter((header, i) => headers.indexOf(header) !== i);
    expect(twice, object.id).toEqual([]);
  }
});

test('every module of the brief has an object', () => {
  const published = '市场行情';
  const modules = new Set([...objectCatalogue().values()].map((object) => object.module));
  modules.delete(published);
  expect([...modules].sort()).toEqual(
    ['客户管理', '事务管理', '销售管理', '采购管理', '商务管理', '服务管理', '汇总中心', '权限管理'].sort(),
  );
});

const OBJECT = `
id: trial
module: 商务管理
title: { zh: 试, en: trial }
table: crm.trial
key: [no]
columns:
  no: { zh: 编号, en: number, type: text, required: true, from: [编号] }
`;

test.each([
  ['an unknown key', `${OBJECT}colour: red\n`, /colour/],
  ['a key that may be empty', OBJECT.replace('required: true, ', ''), /must be required: no/],
  ['a key that is no column', OBJECT.replace('[no]', '[nowhere]'), /nowhere/],
  ['a reference of no column', `${OBJECT}references: { nowhere: contract.contract_no }\n`, /nowhere/],
  ['a reference to no column', `${OBJECT}references: { no: contract }\n`, /references/],
  ['a module that there is not', OBJECT.replace('商务管理', '财务管理'), /module/],
])('an object with %s is refused by name', (_what, text, named) => {
  expect(() => parseObject(text, 'trial.yaml')).toThrow(named);
});

test('references lead to columns of objects', () => {
  const found = referencesOf(objectCatalogue()).map(
    ({ object, column, target, targetColumn }) => `${object.id}.${column} → ${target.id}.${targetColumn}`,
  );
  expect(found).toContain('collection.contract_no → contract.contract_no');
  expect(found).toContain('quote.opportunity_no → opportunity.opportunity_no');
});

test.each(['nothing.no', 'trial.nothing'])(
  'a reference to %s, which there is not, is refused by name',
  (to) => {
    const trial = parseObject(`${OBJECT}references: { no: ${to} }\n`, 'trial.yaml');
    expect(() => referencesOf(new Map([['trial', trial]]))).toThrow(`trial.no refers to ${to}`);
  },
);

const SOURCE = `
id: trial
title: { zh: 试, en: trial }
object: contract_schedule
origin: { kind: files, folder: trial }
`;

test('a source of an object begins with the columns, key and rules of the object', () => {
  const source = parseSource(SOURCE, 'trial.yaml');
  expect(source.key).toEqual(['contract_no', 'month']);
  expect(source.columns['contract_no']?.from).toEqual(['合同编号', '合同号', 'Contract Number']);
  expect(source.columns['qty_t']).toMatchObject({ type: 'decimal', unit: '吨', evidence: true, scale: 3 });
});

test('what a source says of a column is laid over the object: its headers come first, the rest replaces', () => {
  const source = parseSource(
    `${SOURCE}columns: { qty_t: { from: [本月计划, 计划量], printed: 万吨 }, remark: { type: text, from: [备注] } }\n`,
    'trial.yaml',
  );
  expect(source.columns['qty_t']?.from).toEqual(['本月计划', '计划量', '计划数量', '月度计划量', 'Quantity']);
  expect(source.columns['qty_t']).toMatchObject({ printed: '万吨', evidence: true });
  expect(source.columns['remark']).toMatchObject({ type: 'text', from: ['备注'] });
});

test('docs/data-model.md lists every object with its module and its table', async () => {
  const text = await readFile(new URL('../docs/data-model.md', import.meta.url), 'utf8');
  let module = '';
  const listed = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, first = '', object = '', table = ''] = line.split('|').map((cell) => cell.trim());
    if (first) module = first;
    listed.set(object.split(' ')[0] ?? '', `${module} ${table}`);
  }
  for (const object of objectCatalogue().values()) {
    expect(listed.get(object.id)).toBe(`${object.module} \`${object.table}\``);
  }
});
