import iconv from 'iconv-lite';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rows } from '../../data/duck.ts';
import { homeAt, type Home } from '../../data/home.ts';
import { openWarehouse } from '../../data/warehouse.ts';
import { rejectedRows, quarantineFile } from '../../data/quarantine.ts';
import type { RunOutcome } from '../run-outcome.ts';
import { runEtl } from '../run.ts';
import { smallHome, type SmallHome } from '../testing/small-home.ts';

const CONTRACTS = `
id: crm_contract
title: { zh: 合同导出, en: contract export }
object: contract
origin: { kind: files, folder: contracts }
`;
const CONTACTS = `
id: crm_contact
title: { zh: 联系人导出, en: contact export }
object: contact
origin: { kind: files, folder: contacts }
`;
const HEADER =
  '合同编号,客户名称,合同类型,开始日期,结束日期,合同量(万吨),合同单价(元/吨),合同金额(万元),备注';

let small: SmallHome;
let home: Home;
beforeEach(async () => {
  small = await smallHome();
  home = homeAt(small.home.root);
  await mkdir(home.sources, { recursive: true });
  await small.accounts([['K0001', '江海电力股份有限公司', '江海电力', '电力']]);
});
afterEach(() => small.remove());

async function put(folder: string, name: string, lines: string[]): Promise<void> {
  await mkdir(path.join(home.inbox, folder), { recursive: true });
  await writeFile(path.join(home.inbox, folder, name), iconv.encode(lines.join('\r\n'), 'gb18030'));
}

let minute = 0;

/** Run the accounts and the source under test, each run a minute after the one before. */
function run(source: string): Promise<RunOutcome> {
  minute += 1;
  const now = new Date(Date.UTC(2012, 5, 19, 1, minute));
  return runEtl({ home, sources: ['accounts', source], now: () => now, progress: () => {} });
}

async function ask(sql: string): Promise<Record<string, unknown>[]> {
  const { connection, close } = await openWarehouse(home);
  try {
    return await rows(connection, `SELECT COLUMNS(*)::VARCHAR FROM (${sql})`);
  } finally {
    close();
  }
}

test('contracts load through four lines of YAML: units converted, customer resolved, unnamed columns kept', async () => {
  await writeFile(path.join(home.sources, 'crm_contract.yaml'), CONTRACTS);
  await put('contracts', '合同.csv', [
    '合同信息（*代表必填项）',
    HEADER,
    'HT-1,江海电力（股份）有限公司,年度长协,2012-01-01,2012年12月31日,12.5,720,9000,甲方盖章',
    'HT-2,江海电力,现货,2012-06-01,2012-05-01,1,700,700,',
    'HT-3,不存在公司,现货,2012-06-01,2012-06-30,1,700,700,',
    '合计,,,,,14.5,,10400,',
  ]);
  const outcome = await run('crm_contract');
  expect(outcome.errors).toEqual([]);
  expect(outcome.files.find((file) => file.source === 'crm_contract')?.counts).toEqual({
    read: 6,
    inserted: 1,
    updated: 0,
    unchanged: 0,
    quarantined: 2,
    furniture: 3,
  });
  expect(
    await ask('SELECT * EXCLUDE (_file, _run, _hash, deleted, _version, _deleted_on) FROM crm.contract'),
  ).toEqual([
    {
      contract_no: 'HT-1',
      name: null,
      account_code: null,
      account_name: '江海电力(股份)有限公司',
      kind: '年度长协',
      starts_on: '2012-01-01',
      ends_on: '2012-12-31',
      signed_on: null,
      qty_t: '125000.000',
      price_cny_t: '720.00',
      basis: null,
      heat_kcal_kg: null,
      amount_cny: '90000000.00',
      status: null,
      renew_on: null,
      owner: null,
      account_id: 'K0001',
      extra: '{"备注":"甲方盖章"}',
      _row: '3',
    },
  ]);
  expect(await reasons('crm_contract')).toEqual([
    [4, ['dates_reversed']],
    [5, ['unknown_account']],
  ]);
});

async function reasons(source: string): Promise<[number, string[]][]> {
  const { connection, close } = await openWarehouse(home);
  try {
    const [file] = await rows<{ id: string }>(connection, 'SELECT id FROM meta.file WHERE source = $source', {
      source,
    });
    const kept = await rejectedRows(connection, `'${quarantineFile(home, file?.id ?? '')}'`);
    return kept.map((row) => [row.row, row.reasons.map((reason) => reason.code)]);
  } finally {
    close();
  }
}

test('a corrected file changes only what it corrects; the same rows again change nothing', async () => {
  await writeFile(path.join(home.sources, 'crm_contract.yaml'), CONTRACTS);
  const line = (no: string, price: number) => `${no},江海电力,现货,2012-06-01,2012-06-30,1,${price},700,`;
  await put('contracts', 'a.csv', [HEADER, line('HT-1', 700), line('HT-2', 700)]);
  await run('crm_contract');
  await put('contracts', 'b.csv', [HEADER, line('HT-2', 710), line('HT-1', 700), line('HT-3', 690)]);
  const second = await run('crm_contract');
  expect(second.files.map((file) => file.counts)).toMatchObject([{ inserted: 1, updated: 1, unchanged: 1 }]);
  const third = await run('crm_contract');
  expect(third.files).toEqual([]);
  expect(await ask('SELECT contract_no, price_cny_t FROM crm.contract ORDER BY 1')).toEqual([
    { contract_no: 'HT-1', price_cny_t: '700.00' },
    { contract_no: 'HT-2', price_cny_t: '710.00' },
    { contract_no: 'HT-3', price_cny_t: '690.00' },
  ]);
});

test('figures without a unit are kept aside until the source states it', async () => {
  const lines = [HEADER.replace('(万元)', ''), 'HT-1,江海电力,现货,2012-06-01,2012-06-30,1,700,700,'];
  await writeFile(path.join(home.sources, 'crm_contract.yaml'), CONTRACTS);
  await put('contracts', 'a.csv', lines);
  await run('crm_contract');
  expect(await reasons('crm_contract')).toEqual([[2, ['unit_unknown', 'amount_implausible']]]);
  await writeFile(
    path.join(home.sources, 'crm_contract.yaml'),
    `${CONTRACTS}columns: { amount_cny: { printed: 万元 } }\n`,
  );
  await put('contracts', 'b.csv', [...lines, '']);
  await run('crm_contract');
  expect(await ask('SELECT amount_cny FROM crm.contract')).toEqual([{ amount_cny: '7000000.00' }]);
});

test('personal data are masked in the warehouse and in quarantine alike, in columns that nobody named too', async () => {
  await writeFile(path.join(home.sources, 'crm_contact.yaml'), CONTACTS);
  await put('contacts', 'a.csv', [
    '联系人编号,客户名称,姓名,手机,身份证号,邮箱,备注',
    'C-1,江海电力,张三,13812345678,11010519491231002X,zhang.san@example.com,夜班电话１３９００００１１１１',
    'C-2,不存在公司,李四,１３８１２３４５６７９,11010519491231002X,li@example.com,',
  ]);
  await run('crm_contact');
  const [contact] = await ask('SELECT phone, extra FROM crm.contact');
  expect(contact?.['phone']).toBe('138******78');
  expect(JSON.parse(String(contact?.['extra']))).toEqual({
    身份证号: '*******',
    邮箱: '***@example.com',
    备注: '夜班电话*******',
  });
  const { connection, close } = await openWarehouse(home);
  const [file] = await rows<{ id: string }>(
    connection,
    "SELECT id FROM meta.file WHERE source = 'crm_contact'",
  );
  const [kept] = await rejectedRows(connection, `'${quarantineFile(home, file?.id ?? '')}'`);
  close();
  expect(kept?.original['手机']).not.toMatch(/\d{4}|[０-９]{4}/);
  expect(kept?.original).toMatchObject({ 身份证号: '*******', 邮箱: '***@example.com' });
});

test.each([
  ['freeze', { errors: ['schema_drift'], loaded: 0, kept: undefined }],
  ['discard_row', { errors: [], loaded: 1, kept: 1 }],
  ['discard_value', { errors: [], loaded: 2, kept: 0 }],
])('a column that the contract does not name, with drift.columns %s', async (mode, expected) => {
  await writeFile(path.join(home.sources, 'crm_contract.yaml'), `${CONTRACTS}drift: { columns: ${mode} }\n`);
  await put('contracts', 'a.csv', [
    HEADER,
    'HT-1,江海电力,现货,2012-06-01,2012-06-30,1,700,700,',
    'HT-2,江海电力,现货,2012-06-01,2012-06-30,1,700,700,加急',
  ]);
  const outcome = await run('crm_contract');
  expect(outcome.errors.map((error) => error.code)).toEqual(expected.errors);
  expect(outcome.files.find((file) => file.source === 'crm_contract')?.counts.quarantined).toBe(
    expected.kept,
  );
  const found = await ask('SELECT contract_no, extra FROM crm.contract');
  expect(found).toHaveLength(expected.loaded);
  expect(found.every((row) => row['extra'] === null)).toBe(true);
});
