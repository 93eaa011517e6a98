import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { objectCatalogue } from '../data/object-file.ts';
import { loadQueries } from './engine/query-file.ts';

/** Queries that read rows of a catalogue table whether they are deleted or not, and why. */
const DELETED_TOO: Record<string, string> = {};

/**
 * Names of deleted customers are shown for their past tonnage; of every other table a query wants the rows that there
 * are. Marts hold none that are deleted.
 */
const tables = [...objectCatalogue().values()]
  .map((object) => object.table)
  .filter((table) => table !== 'crm.account');

function withoutComments(sql: string): string {
  return sql.replace(/--.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '');
}

/** The catalogue tables that a statement reads, each as often as it does. */
function tablesOf(sql: string): string[] {
  const plain = withoutComments(sql);
  return tables.flatMap((table) => plain.match(new RegExp(`\\b${table.replace('.', '\\.')}\\b`, 'gi')) ?? []);
}

function leavesOutDeleted(sql: string): boolean {
  const filters = withoutComments(sql).match(/\b_deleted_on\s+IS\s+NULL\b/gi) ?? [];
  return filters.length >= tablesOf(sql).length;
}

test('every query leaves out deleted rows, or is listed with the reason why not', async () => {
  const queries = [...(await loadQueries()).values()];
  expect(queries.length).toBeGreaterThan(10);
  const careless = queries.filter(({ id, sql }) => !leavesOutDeleted(sql) && !(id in DELETED_TOO));
  expect(careless.map(({ id, sql }) => `${id} reads ${tablesOf(sql).join(', ')}`)).toEqual([]);
  const ids = new Set(queries.map(({ id }) => id));
  expect(Object.keys(DELETED_TOO).filter((id) => !ids.has(id))).toEqual([]);
});

test('every view and macro of the warehouse leaves out deleted rows', async () => {
  const folder = new URL('../data/schema/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql'));
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')));
  const made = texts
    .flatMap((text) => withoutComments(text).split(';'))
    .filter((sql) => /^\s*CREATE (?:OR REPLACE )?(?:VIEW|MACRO)\b/i.test(sql));
  expect(made.filter((sql) => tablesOf(sql).length > 0).length).toBeGreaterThan(5);
  expect(made.filter((sql) => !leavesOutDeleted(sql))).toEqual([]);
});

test.each<[string, boolean]>([
  ['SELECT sum(net_t) FROM sales.delivery', false],
  ['SELECT sum(net_t) FROM Sales.Delivery d WHERE d._deleted_on IS NULL', true],
  ['FROM crm.contract c JOIN crm.collection r USING (contract_no) WHERE c._deleted_on IS NULL', false],
  ['FROM crm.contract -- WHERE _deleted_on IS NULL', false],
  ['FROM crm.account JOIN mart.account_day USING (account_id)', true],
  ['FROM crm.account_change', false],
  ['FROM crm.account_parent', true],
])('%s: %j', (sql, careful) => {
  expect(leavesOutDeleted(sql)).toBe(careful);
});
