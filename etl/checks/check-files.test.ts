import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { homeAt, type Home } from '../../data/home.ts';
import { loadSources } from '../../data/source-file.ts';
import { useCellConnection } from '../testing/cell-connection.ts';
import { readCatalogue } from './catalogue.ts';
import { loadChecks } from './check-files.ts';
import { verifyChecks } from './compile.ts';

const connection = useCellConnection();
let home: Home;
beforeEach(async () => {
  home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-checks-')));
  await mkdir(home.checks, { recursive: true });
  await mkdir(home.sources, { recursive: true });
});
afterEach(() => rm(home.root, { recursive: true, force: true }));

const load = async () => loadChecks(home, await loadSources(home));
const verify = async () => verifyChecks(connection(), await load(), await readCatalogue(connection()));
const file = (name: string, text: string) => writeFile(path.join(home.checks, name), text);
const one = (more: string) =>
  file(
    'own.yaml',
    `title: { zh: 自定, en: own }\nchecks:\n  - { id: own, title: { zh: 试, en: trial }, severity: warn, ${more} }\n`,
  );

test('the shipped checks are sound, have distinct ids and keep the names that others know', async () => {
  await verify();
  const checks = await load();
  const bySeverity = Object.fromEntries(checks.map(({ check }) => [check.id, check.severity]));
  expect(bySeverity).toMatchObject({
    row_conservation: 'error',
    stock_reconciliation: 'warn',
    orphan_references: 'warn',
    market_flags: 'warn',
    delivery_rows: 'warn',
  });
  expect(checks.find(({ check }) => check.id === 'delivery_rows')?.where).toEqual({ source: 'deliveries' });
});

test('one of the installation is added, or takes the place of a shipped one with its id', async () => {
  const before = (await load()).length;
  await one('kind: unique, table: mart.port_day, key: [port, day]');
  expect((await load()).length).toBe(before + 1);
  await file(
    'own.yaml',
    'title: { zh: 自定, en: own }\nchecks:\n  - { id: price_range, title: { zh: 试, en: t }, severity: warn, kind: unique, table: mart.price_day, key: [day, grade] }\n',
  );
  const checks = await load();
  expect(checks.length).toBe(before);
  expect(checks.find(({ check }) => check.id === 'price_range')?.check.severity).toBe('warn');
});

describe('refused by file and key', () => {
  const refusal = (code: string, message: RegExp | string) =>
    expect.objectContaining({
      code,
      message: expect.stringMatching(message) as string,
      where: { file: path.join(home.checks, 'own.yaml') },
    }) as Error;

  test.each([
    [
      'an unknown key',
      'kind: unique, table: mart.port_day, key: [day], tolerance: 3',
      /Unrecognized key: "tolerance"/,
    ],
    ['an unknown kind', 'kind: guess', /checks\[0\]\.kind/],
    [
      'a table that is no name',
      'kind: unique, table: "mart.port_day; DROP", key: [day]',
      /a table is written/,
    ],
    ['a missing source', 'kind: rows_vs_history, max: 2', /own: needs `source`/],
    [
      'an unknown source',
      'kind: rows_vs_history, source: nobody, max: 2',
      /there is no source nobody; known: .*deliveries/,
    ],
    ['a file elsewhere', 'kind: sql, file: ../../etc.sql', /NAME\.sql/],
    ['a file that is not there', 'kind: sql, file: none.sql', /none\.sql cannot be read/],
    [
      'an unknown table',
      'kind: unique, table: mart.ports, key: [day]',
      /no table mart\.ports; known: mart\.account_day/,
    ],
    [
      'an unknown column',
      'kind: unique, table: mart.port_day, key: [dai]',
      /mart\.port_day has no column dai; it has day, port/,
    ],
    [
      'a column of another kind',
      'kind: drift, table: mart.port_day, column: port, day: day, spread: 1',
      /mart\.port_day\.port is not a number/,
    ],
  ])('%s', async (_, more, message) => {
    await one(more);
    await expect(verify()).rejects.toThrow(refusal('bad_check', message));
  });

  test.each([
    ['two statements', 'SELECT 1; SELECT 2', /not one SELECT/],
    ['a statement that writes', 'DELETE FROM meta.load', /not one SELECT/],
    ['an unknown column', 'SELECT nothing FROM meta.load', /cannot be asked/],
  ])('SQL with %s', async (_, sql, message) => {
    await file('own.sql', sql);
    await one('kind: sql, file: own.sql');
    await expect(verify()).rejects.toThrow(refusal('bad_check', message));
  });

  test('YAML that is none, and an id that is there twice', async () => {
    await file('own.yaml', 'checks: [');
    await expect(load()).rejects.toThrow(refusal('bad_check', 'not valid YAML'));
    const entry =
      '{ id: own, title: { zh: 试, en: t }, severity: warn, kind: unique, table: mart.port_day, key: [day] }';
    await file('own.yaml', `title: { zh: 自定, en: own }\nchecks: [${entry}, ${entry}]\n`);
    await expect(load()).rejects.toThrow(refusal('duplicate_check', 'two checks have the id own'));
  });
});

test('a check in a source file is about that source, and has no SQL', async () => {
  const shipped = await readFile(new URL('../../data/sources/collection.yaml', import.meta.url), 'utf8');
  const source = (more: string) =>
    writeFile(
      path.join(home.sources, 'collection.yaml'),
      `${shipped}\nchecks:\n  - { id: own, title: { zh: 试, en: t }, severity: warn, ${more} }\n`,
    );
  await source('kind: rows_vs_history, max: 3');
  expect((await load()).find(({ check }) => check.id === 'own')?.check).toMatchObject({
    source: 'collection',
  });
  await source('kind: sql, file: own.sql');
  await expect(load()).rejects.toThrow('beside its SELECT');
});
