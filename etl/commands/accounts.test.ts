import { mkdir, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aliasFile } from '../names/alias-file.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from '../testing/small-home.ts';

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url));

let small: SmallHome;
beforeAll(async () => {
  small = await smallHome();
  await small.accounts([
    ['C001', '江海电力股份有限公司', '江海电力', '电力'],
    ['C002', '东岭钢铁有限责任公司', '东岭钢铁', '冶金'],
    ['C003', '江海电力玉环电厂', '玉环电厂', '电力'],
  ]);
  await small.deliveries('a.csv', [
    DELIVERY_HEADER,
    deliveryLine('T1', '2012-06-02', 'C001', 40),
    deliveryLine('T2', '2012-06-02', '', 50).replace('江海电力', '江海电利'),
    deliveryLine('T3', '2012-06-03', '', 60).replace('江海电力', '江海电利'),
    deliveryLine('T4', '2012-06-03', '', 70).replace('江海电力', '北麓水泥'),
  ]);
  await mkdir(small.home.reference);
  await writeFile(
    aliasFile(small.home),
    'alias,account_code,valid_from,valid_to,note\n东岭炼铁,C002,,2010-01-01,改名前\n',
  );
});
afterAll(() => small.remove());

/** Run the command line as a user does. */
function coalface(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    const { FORCE_COLOR: _, ...inherited } = process.env;
    const env = { ...inherited, COALFACE_HOME: small.home.root, NO_COLOR: '1' };
    execFile(process.execPath, [CLI, ...args], { env }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

test('the queue is read, decided on, run, looked at and undone', async () => {
  expect((await coalface('accounts', 'review')).out).toMatch(/没有待认定/);
  expect((await coalface('etl', 'run', 'accounts', 'deliveries')).code).toBe(0);
  const review = await coalface('accounts', 'review');
  expect(
    review.out
      .split('\n')
      .slice(2, 5)
      .map((line) => line.split(/ {2,}/).slice(0, 6)),
  ).toEqual([
    ['疑似别名', '—', '江海电利', 'C001', '0.93', '2'],
    ['未知单位', '—', '北麓水泥', '—', '—', '1'],
    ['疑似下属单位', 'C003', '江海电力玉环电厂', 'C001', '—', '0'],
  ]);
  const items = JSON.parse((await coalface('accounts', 'review', '--json')).out) as object[];
  expect(items[0]).toMatchObject({ kind: 'similar_name', rows: 2, status: 'open' });

  const alias = await coalface(
    'accounts',
    'decide',
    'alias',
    'C001',
    '--name',
    '江海电利',
    '--note',
    '笔误',
    '--by',
    '王某',
  );
  expect(alias).toEqual({
    code: 0,
    err: '',
    out: '已记录认定 1:别名 江海电利 即 C001\n下次 coalface etl run 起生效 (takes effect with the next run);撤销: coalface accounts undo 1\n',
  });
  await coalface('accounts', 'decide', 'parent', 'C003', 'C001');
  expect((await coalface('etl', 'run', 'accounts', 'deliveries')).out).toMatch(/published/);
  expect((await coalface('accounts', 'review')).out).toMatch(/共 1 项/);
  expect((await coalface('accounts', 'show', 'c001')).out.split('\n').slice(0, 8)).toEqual([
    '客户编号  C001',
    '名称      江海电力股份有限公司',
    '简称      江海电力',
    '规范形式  江海电力',
    '信用代码  —',
    '上级      —',
    '下属      C003 江海电力玉环电厂',
    '别名      江海电利 认定 1',
  ]);
  expect((await coalface('accounts', 'show', 'C002')).out).toContain(
    '别名      东岭炼铁(最早 起,至 2010-01-01 前) 别名表 改名前',
  );

  const undone = await coalface('accounts', 'undo', '1', '--by', '李某');
  expect(undone.out).toMatch(/^已撤销认定 1:别名 江海电利 即 C001/);
  const log = (await coalface('accounts', 'log')).out.split('\n');
  expect(log[2]).toMatch(/^ +1 +别名 江海电利 即 C001 +笔误 +王某 .* 李某$/);
  await coalface('etl', 'run', 'accounts', 'deliveries');
  expect((await coalface('accounts', 'review')).out).toMatch(/疑似别名/);
}, 120_000);

test.each([
  ['an account that is not there', ['show', 'C404'], 1, /unknown_account/],
  ['a decision on it', ['decide', 'merge', 'C404', 'C001'], 1, /unknown_account/],
  [
    'a plant as another name of its group',
    ['decide', 'alias', 'C001', '--name', '江海电力乐清电厂'],
    1,
    /alias_of_plant/,
  ],
  ['nothing decided on', ['decide', 'alias', 'C001'], 1, /bad_decision/],
  ['a decision that is not there', ['undo', '99'], 1, /unknown_decision/],
  ['a decision that is no number', ['undo', 'x'], 2, /number of a decision/],
  ['a missing account', ['decide', 'merge', 'C002'], 2, /missing required argument/],
])('%s is refused', async (_what, args, exit, message) => {
  const { code, out, err } = await coalface('accounts', ...args);
  expect({ code, out }).toEqual({ code: exit, out: '' });
  expect(err).toMatch(message);
});
