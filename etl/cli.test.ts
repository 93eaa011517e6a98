import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeAt } from '../data/home.ts';
import { publishSnapshot } from '../data/publish.ts';
import { openWarehouse } from '../data/warehouse.ts';

const CLI = fileURLToPath(new URL('cli.ts', import.meta.url));

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'coalface-cli-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** Run the command line as a user does. */
function coalface(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    const { FORCE_COLOR: _, ...inherited } = process.env;
    const env = { ...inherited, COALFACE_HOME: home, NO_COLOR: '1' };
    execFile(process.execPath, [CLI, ...args], { env }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

test('help names every command and the home folder', async () => {
  const { code, out, err } = await coalface('--help');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const command of [
    'start',
    'prepare',
    'etl',
    'schedule',
    'accounts',
    'query',
    'snapshots',
    'backup',
    'restore',
    'sample',
    'doctor',
  ])
    expect(out).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
  expect(out).toContain(home);
  expect((await coalface('etl', 'try', '--help')).code).toBe(0);
});

test.each([
  ['an unknown command', ['fly'], /unknown command 'fly'/],
  ['an unknown command of a group', ['etl', 'fly'], /unknown command 'fly'/],
  ['an unknown option', ['etl', 'run', '--fast'], /unknown option '--fast'/],
  ['a missing argument', ['etl', 'try', 'deliveries'], /missing required argument 'file'/],
  ['a scale of nothing', ['sample', '--scale', '0'], /a whole number from 1 to 1000/],
  ['a scale that is none', ['sample', '--scale', 'x'], /a whole number from 1 to 1000/],
  ['a format that there is not', ['query', '--format', 'pdf'], /Allowed choices are table, csv, json, arrow/],
  ['a time that is none', ['etl', 'try', 'x', 'y', '--published', '上午'], /write it as 2026-09-24 09:30/],
  ['a parameter without a value', ['query', 'x', '--param', 'from'], /write it as name=value/],
])('%s is wrong usage: exit code 2, the usage shown, nothing written', async (_what, args, message) => {
  const { code, out, err } = await coalface(...args);
  expect(code).toBe(2);
  expect(err).toMatch(message);
  expect(err).toContain('Usage: coalface');
  expect(out).toBe('');
  expect(await readdir(home)).toEqual([]);
});

test('an unknown source is a named error that lists the known ones', async () => {
  for (const args of [
    ['run', 'nothing'],
    ['try', 'nothing', CLI],
  ]) {
    const { code, err } = await coalface('etl', ...args);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^unknown_source: there is no source nothing\n {2}hint: known sources: accounts, .*deliveries/,
    );
  }
});

test('an unknown query is a named error, on an empty home as on a published one', async () => {
  expect(await coalface('query', 'nothing')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^[a-z_]+: /) as string,
  });
  const warehouse = await openWarehouse(homeAt(home));
  await publishSnapshot(warehouse.connection, homeAt(home), {
    now: new Date('2012-06-19T02:00:00Z'),
    asOf: '2012-06-18',
    runs: [],
  });
  warehouse.close();
  const { code, err } = await coalface('query', 'nothing');
  expect(code).toBe(1);
  expect(err).toMatch(/^unknown_query: .*nothing/);
});

test('`etl try` names a file that is not there', async () => {
  const missing = path.join(home, 'no.csv');
  const { code, err } = await coalface('etl', 'try', 'deliveries', missing);
  expect(code).toBe(1);
  expect(err).toContain(`file_not_found: there is no such file\n  at file ${missing}`);
});

test('`etl try` prints the typed rows of a file', async () => {
  const file = path.join(home, 'a.csv');
  await writeFile(
    file,
    '期初,期末,5500大卡,出处\n2012-06-01,2012-06-10,780,页一\n2012-02-30,2012-06-20,1,页二\n',
  );
  const { code, out } = await coalface('etl', 'try', 'nbs_ten_day', file, '--format', 'json');
  expect(code).toBe(0);
  const trial = JSON.parse(out) as { rows: unknown[]; rejected: unknown[] };
  expect(trial.rows).toMatchObject([{ series: 'NBS.Q5500', period_end: '2012-06-10', note: '页一' }]);
  expect(trial.rejected).toMatchObject([
    { row: 3, reasons: [{ code: 'invalid_date' }, { code: 'out_of_range' }] },
  ]);
});

test('`etl replay` prints what today’s parser would change, as JSON and for people, and loads it when asked to', async () => {
  const at = homeAt(home);
  const source = (header: string) =>
    writeFile(
      path.join(at.sources, 'daily.yaml'),
      `{ id: daily, title: { zh: 价, en: price }, object: observation, origin: { kind: files, folder: daily },
         columns: { day: { type: date, from: [日期] }, price: { type: decimal, unit: 元/吨, from: [${header}] } }, period: { end: day },
         observations: [{ series: D, value: price }], series: { D: { zh: 价, en: price, measure: price, unit: 元/吨 } } }`,
    );
  await mkdir(at.sources);
  await mkdir(path.join(at.inbox, 'daily'), { recursive: true });
  await writeFile(path.join(at.inbox, 'daily', 'a.csv'), '日期,不含税,含税\n2026-01-05,614,694\n');
  await source('不含税');
  expect((await coalface('etl', 'run', 'daily')).code).toBe(0);
  await source('含税');
  const { code, out } = await coalface('etl', 'replay', 'daily', '--diff', '--format', 'json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject([
    {
      name: 'a.csv',
      error: null,
      changes: [
        {
          kind: 'changed',
          series: 'D',
          period_end: '2026-01-05',
          old: { value: '614.0000' },
          new: { value: '694.0000' },
        },
      ],
      rejected: [],
      released: [],
    },
  ]);
  const text = (await coalface('etl', 'replay', 'daily', '--diff')).out;
  expect(text).toMatch(/changed +D +2026-01-05 +value 614\.0000 → 694\.0000/);
  expect(text).toContain('1 files read again, 1 with a difference; nothing was loaded');
  expect((await coalface('etl', 'replay', 'daily')).out).toContain('0 inserted + 1 updated');
  expect((await coalface('etl', 'replay', 'daily', '--diff')).out).toBe(
    '1 files read again, 0 with a difference; nothing was loaded\n',
  );
}, 120_000);

test('`etl status` of an empty home says so', async () => {
  const { code, out, err } = await coalface('etl', 'status');
  expect({ code, err: err.replace(/.*(ExperimentalWarning|--trace-warnings).*\n/g, '') }).toEqual({
    code: 0,
    err: '',
  });
  expect(out).toBe(`home      ${home}\nsnapshot  none yet: run \`coalface etl run\`\n\nno runs yet\n`);
});
