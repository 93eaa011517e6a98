import iconv from 'iconv-lite';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { rows } from '../../data/duck.ts';
import { currentSnapshotId, openSnapshot, snapshotFile } from '../../data/snapshots.ts';
import { openWarehouse } from '../../data/warehouse.ts';
import type { RunOutcome } from '../run-outcome.ts';
import { runEtl } from '../run.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from '../testing/small-home.ts';
import { aliasFile } from './alias-file.ts';
import type { DecisionDraft } from './decision.ts';
import { AccountLedger } from './ledger.ts';
import { renewAccounts } from './renew.ts';

const SOURCES = `
id: crm_contract
title: { zh: 合同导出, en: contract export }
object: contract
origin: { kind: files, folder: contracts }
`;
const HEADER = '合同编号,客户编号,客户名称,合同类型,开始日期,结束日期,合同单价(元/吨)';
const contract = (no: string, code: string, name: string, from = '2012-06-01', price = 700): string =>
  `${no},${code},${name},现货,${from},2012-12-31,${price}`;

vi.setConfig({ testTimeout: 120_000 });

const homes: SmallHome[] = [];
afterEach(async () => {
  for (const small of homes.splice(0)) await small.remove();
});

/** An installation with a source of contracts, and what a test does to it. */
async function installation() {
  const small = await smallHome();
  homes.push(small);
  const { home } = small;
  await mkdir(home.sources, { recursive: true });
  await mkdir(home.reference, { recursive: true });
  await writeFile(path.join(home.sources, 'crm_contract.yaml'), SOURCES);
  await mkdir(path.join(home.inbox, 'contracts'), { recursive: true });
  let clock = Date.parse('2012-06-19T02:00:00Z');
  const now = () => new Date((clock += 1000));
  const ledger = <T>(work: (ledger: AccountLedger) => T): T => {
    const opened = new AccountLedger(home, now);
    try {
      return work(opened);
    } finally {
      opened.close();
    }
  };
  return {
    small,
    home,
    now,
    contracts: (name: string, lines: string[]) =>
      writeFile(
        path.join(home.inbox, 'contracts', name),
        iconv.encode([HEADER, ...lines].join('\r\n'), 'gb18030'),
      ),
    aliases: (lines: string[]) =>
      writeFile(aliasFile(home), ['alias,account_code,valid_from,valid_to,note', ...lines].join('\n')),
    run: (): Promise<RunOutcome> =>
      runEtl({ home, sources: ['accounts', 'deliveries', 'crm_contract'], now, progress: () => {} }),
    decide: (draft: Partial<DecisionDraft> & Pick<DecisionDraft, 'kind' | 'account'>) => {
      const accounts = new Map(
        ['C001', 'C002', 'C003'].map((id) => [id, { id, name: `客户${id}`, shortName: null }]),
      );
      const stated = { code: null, name: null, from: null, to: null, note: null, by: 'wang', ...draft };
      return ledger((one) => one.decide(stated, accounts));
    },
    undo: (id: number) => ledger((one) => one.undo(id, 'li')),
    reviewed: () => ledger((one) => one.reviewed()),
    /** rows of a statement on a snapshot, default the published one */
    async ask<T extends object = Record<string, unknown>>(sql: string, snapshot?: string): Promise<T[]> {
      const id = snapshot ?? (await currentSnapshotId(home));
      const instance = await openSnapshot(snapshotFile(home, id ?? ''));
      const connection = await instance.connect();
      try {
        return await rows<T>(connection, `SELECT COLUMNS(*)::VARCHAR FROM (${sql})`);
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    },
  };
}

type Installation = Awaited<ReturnType<typeof installation>>;

/** All that names decide of, in a comparable order. */
async function tables(at: Installation, snapshot?: string): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const table of [
    'sales.delivery',
    'crm.contract',
    'crm.account_map',
    'crm.account_pending',
    'crm.company_alias',
    'mart.account_month',
    'mart.account_day',
  ]) {
    all[table] = await at.ask(
      `SELECT COLUMNS(c -> c NOT IN ('_run', '_version')) FROM ${table} ORDER BY ALL`,
      snapshot,
    );
  }
  return all;
}

const ACCOUNTS: [string, string, string, string, string?][] = [
  ['C001', '江海电力股份有限公司', '江海电力', '电力', '2012-06-01'],
  ['C002', '东岭钢铁有限责任公司', '东岭钢铁', '冶金'],
];

/** What arrives, and in the end is the same whatever comes first. */
const ARRIVALS: Record<string, (at: Installation) => Promise<void>> = {
  accounts: (at) => at.small.accounts(ACCOUNTS),
  // a second company of the short name 东岭钢铁, and one that bears the old name of the first since 2012
  more_accounts: (at) =>
    at.small.accounts(
      [
        ['C003', '东岭钢铁集团有限公司', '东岭集团', '冶金'],
        ['C004', '岭南炼铁有限公司', '岭南炼铁', '冶金'],
      ],
      '新客户.xlsx',
    ),
  aliases: (at) => at.aliases(['岭南炼铁,C002,,2012-01-01,改名前', '江海能源,C001,,,']),
  rows: async (at) => {
    await at.small.deliveries('发运_2012-06-05.csv', [
      DELIVERY_HEADER,
      deliveryLine('T1', '2012-06-02', 'C001', 40),
      deliveryLine('T2', '2012-06-03', '', 50),
      deliveryLine('T3', '2012-06-03', 'C002', 60),
      deliveryLine('T4', '2012-06-04', 'C404', 70),
    ]);
    await at.contracts('合同_2012-06-05.csv', [
      contract('HT-1', '', '江海电力（股份）公司'),
      contract('HT-2', '', '东岭钢铁'),
      contract('HT-3', '', '岭南炼铁有限公司', '2011-06-01'),
      contract('HT-4', '', '岭南炼铁', '2012-06-01'),
      contract('HT-5', 'C002', '江海电力'),
      contract('HT-6', '', '江海能源'),
      contract('HT-7', '', '江海电力乐清电厂'),
    ]);
  },
  // corrects rows of the files before, some under names that may not be known yet
  corrections: async (at) => {
    await at.small.deliveries('发运_2012-06-06.csv', [
      DELIVERY_HEADER,
      deliveryLine('T2', '2012-06-03', 'C001', 55),
    ]);
    await at.contracts('合同_2012-06-06.csv', [
      contract('HT-1', '', '江海能源', '2012-06-01', 710),
      contract('HT-2', 'C002', '东岭钢铁', '2012-06-01', 720),
      contract('HT-6', 'C001', '江海电力', '2012-06-01', 730),
    ]);
  },
};

async function after(order: readonly (readonly string[])[]): Promise<Installation> {
  const at = await installation();
  for (const together of order) {
    for (const arrival of together) await ARRIVALS[arrival]?.(at);
    expect((await at.run()).errors).toEqual([]);
  }
  return at;
}

test('whatever arrives first, the tables end the same', async () => {
  const expected = await tables(
    await after([['accounts'], ['more_accounts'], ['aliases'], ['rows'], ['corrections']]),
  );
  expect(
    (expected['crm.contract'] as Record<string, string>[]).map((row) => [
      row['contract_no'],
      row['account_id'],
      row['price_cny_t'],
    ]),
  ).toEqual([
    ['HT-1', 'C001', '710.00'],
    ['HT-2', 'C002', '720.00'],
    ['HT-3', 'C002', '700.00'],
    ['HT-4', 'C004', '700.00'],
    ['HT-6', 'C001', '730.00'],
  ]);
  for (const order of [
    [['corrections'], ['rows'], ['accounts'], ['more_accounts'], ['aliases']],
    [['rows'], ['aliases', 'accounts', 'corrections'], ['more_accounts']],
    [['aliases'], ['rows'], ['accounts'], ['corrections'], ['more_accounts']],
  ]) {
    expect(await tables(await after(order)), JSON.stringify(order)).toEqual(expected);
  }
});

test('a merge is published, undone and gone; the snapshot in between still shows it and its log', async () => {
  const at = await after([['accounts'], ['rows']]);
  const first = await currentSnapshotId(at.home);
  const before = await tables(at);
  const { id } = at.decide({ kind: 'merge', code: 'C002', account: 'C001', note: '重组' });
  const outcome = await at.run();
  const merged = outcome.published?.id ?? '';
  expect(outcome.files.map((file) => file.name)).toEqual(['合同_2012-06-05.csv']);
  const contracts = 'SELECT contract_no, account_id FROM crm.contract ORDER BY ALL';
  const whileMerged = [
    { contract_no: 'HT-1', account_id: 'C001' },
    { contract_no: 'HT-2', account_id: 'C001' },
    { contract_no: 'HT-5', account_id: 'C001' },
  ];
  expect(await at.ask(contracts)).toEqual(whileMerged);
  expect(await at.ask('SELECT account_id, sum(net_t) AS t FROM mart.account_month GROUP BY 1')).toEqual([
    { account_id: 'C001', t: '150.000' },
  ]);
  expect(await at.ask('SELECT account_id FROM crm.account ORDER BY 1')).toEqual([
    { account_id: 'C001' },
    { account_id: 'C002' },
  ]);
  expect(await at.run()).toMatchObject({ published: null });
  at.undo(id);
  await at.run();
  expect(await tables(at)).toEqual(before);
  expect(await at.ask('SELECT id, decided_by, note, undone_by FROM crm.account_decision')).toEqual([
    { id: '1', decided_by: 'wang', note: '重组', undone_by: 'li' },
  ]);
  expect(await at.ask(contracts, merged)).toEqual(whileMerged);
  expect(await at.ask('SELECT id, undone_by FROM crm.account_decision', merged)).toEqual([
    { id: '1', undone_by: null },
  ]);
  expect(await tables(at, first ?? '')).toEqual(before);
});

test('a correction that is taken out uncovers the row that it stood in place of', async () => {
  const at = await after([['accounts'], ['rows']]);
  const before = await tables(at);
  const { id } = at.decide({ kind: 'alias', name: '江海能源', account: 'C001' });
  await at.contracts('合同_2012-06-07.csv', [contract('HT-1', '', '江海能源', '2012-06-01', 999)]);
  await at.run();
  const prices = "SELECT price_cny_t FROM crm.contract WHERE contract_no = 'HT-1'";
  expect(await at.ask(prices)).toEqual([{ price_cny_t: '999.00' }]);
  at.undo(id);
  await at.run();
  expect(await at.ask(prices)).toEqual([{ price_cny_t: '700.00' }]);
  expect(await at.ask("SELECT count(*) AS n FROM crm.account_pending WHERE name = '江海能源'")).toEqual([
    { n: '2' },
  ]);
  expect((await tables(at))['crm.contract']).toEqual(before['crm.contract']);
});

test('decisions outlive a warehouse that is built anew from what was received', async () => {
  const at = await after([['accounts'], ['rows']]);
  at.decide({ kind: 'alias', name: '江海电力乐清电站', account: 'C002', from: '2012-01-01' });
  at.decide({ kind: 'alias', code: 'C002', name: '江海电力', account: 'C002' });
  at.decide({ kind: 'parent', code: 'C002', account: 'C001' });
  await at.run();
  const before = await tables(at);
  expect(await at.ask("SELECT account_id, how FROM crm.account_map WHERE how = 'decision'")).toEqual([
    { account_id: 'C002', how: 'decision' },
  ]);
  expect(await at.ask('SELECT * FROM crm.account_parent')).toEqual([
    { account_id: 'C002', parent_id: 'C001', origin: 'decision' },
  ]);
  await rm(at.home.warehouse);
  await at.run();
  expect(await tables(at)).toEqual(before);
});

test('files that wait to be read again are read by the next run if this one is killed', async () => {
  const at = await after([['rows'], ['accounts']]);
  const expected = await tables(at);
  const killed = await after([['rows']]);
  await ARRIVALS['accounts']?.(killed);
  const { connection, close } = await openWarehouse(killed.home);
  await connection.run(
    `INSERT INTO crm.account (account_id, name, short_name, industry, _file, _row, _run, _hash, _version)
     VALUES ('C001', '江海电力股份有限公司', '江海电力', '电力', 'x', 1, 'x', 0, '2000-01-01')`,
  );
  const queued = await renewAccounts({ connection, home: killed.home, run: 'killed', now: killed.now });
  close();
  expect(queued.map((one) => one.source)).toEqual(['crm_contract', 'deliveries']);
  await killed.run();
  expect(await tables(killed)).toEqual(expected);
});

test('a warehouse from before pairs were kept gives them, and the files whose rows waited for a customer', async () => {
  const at = await after([['accounts'], ['rows']]);
  const before = await tables(at);
  const { connection, close } = await openWarehouse(at.home);
  await connection.run(
    `DELETE FROM crm.account_map; DELETE FROM crm.account_pending; DELETE FROM crm.company_alias;
     DELETE FROM sales.delivery`,
  );
  close();
  await at.run();
  expect(await tables(at)).toEqual(before);
});

test('a bad alias file stops the run before anything is changed', async () => {
  const at = await after([['accounts'], ['rows']]);
  const before = await tables(at);
  await at.aliases(['江海能源,C001,2012-13-01,,']);
  await expect(at.run()).rejects.toMatchObject({
    code: 'bad_alias_file',
    where: { file: aliasFile(at.home), row: 2, column: 'valid_from' },
  });
  expect(await tables(at)).toEqual(before);
});
