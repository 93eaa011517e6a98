import { beforeEach, describe, expect, test } from 'vitest';
import { check as schema } from '../../data/check-schema.ts';
import { useCellConnection } from '../testing/cell-connection.ts';
import { readCatalogue } from './catalogue.ts';
import { judge } from './judge.ts';
import type { Scope } from './statement.ts';

const connection = useCellConnection();
beforeEach(async () => {
  for (const table of [
    'meta.load',
    'meta.file',
    'mart.port_day',
    'mart.account_month',
    'mart.price_day',
    'sales.delivery',
    'crm.collection',
    'crm.contract',
    'market.publication',
    'market.observation',
    'market.series',
    'market.flag',
  ])
    await connection().run(`DELETE FROM ${table}`);
});

const ALL: Scope = { runs: ['r2'], months: null, now: new Date('2012-06-20T02:00:00Z') };

/** Judge one check of a kind, by the rest of its keys. */
async function judged(kind: string, more: object, scope: Partial<Scope> = {}, select: string | null = null) {
  const check = schema.parse({ id: 'c', title: { zh: '试', en: 'trial' }, severity: 'error', kind, ...more });
  const { verdict, measured, examples } = await judge(
    connection(),
    { check, group: { id: 'g', zh: '组', en: 'group' }, where: { file: 'g.yaml' }, select },
    await readCatalogue(connection()),
    { ...ALL, ...scope },
  );
  return { verdict, measured, examples };
}

const run = (sql: string) => connection().run(sql);
const load = (runId: string, file: string, n: number, furniture = 0) =>
  run(
    `INSERT INTO meta.load VALUES ('${runId}', '${file}', 's', ${n}, ${n - furniture}, 0, 0, 0, ${furniture}, NULL, NULL, now())`,
  );

describe('rows_vs_history', () => {
  const bounds = { source: 's', min: 0.5, max: 2, at_least: 3 };

  test('holds within the factors of the median, and says which file is out of them', async () => {
    for (const [i, n] of [90, 100, 110, 500].entries()) await load('r1', `old${i}`, n);
    await load('r2', 'a', 120);
    expect(await judged('rows_vs_history', bounds)).toMatchObject({ verdict: 'passed' });
    await load('r2', 'b', 30);
    await run(
      "INSERT INTO meta.file BY NAME SELECT 'b' AS id, 's' AS source, 'b.csv' AS name, 'x' AS sha256, 1 AS bytes, now() AS received_at",
    );
    const found = await judged('rows_vs_history', bounds);
    expect(found).toMatchObject({ verdict: 'failed', examples: ['b.csv: 30'] });
    expect(found.measured).toBeCloseTo(30 / 105);
  });

  test('titles and totals are no rows', async () => {
    for (const i of [1, 2, 3]) await load('r1', `old${i}`, 10);
    await load('r2', 'a', 24, 14);
    expect(await judged('rows_vs_history', bounds)).toMatchObject({ verdict: 'passed', measured: 1 });
  });

  test('says so while there is too little history, or only empty files', async () => {
    await load('r1', 'old1', 10);
    await load('r1', 'old2', 10);
    await load('r2', 'a', 1);
    expect(await judged('rows_vs_history', bounds)).toMatchObject({ verdict: 'no_history', measured: null });
    await run('DELETE FROM meta.load');
    for (const i of [1, 2, 3]) await load('r1', `old${i}`, 0);
    await load('r2', 'a', 1);
    expect(await judged('rows_vs_history', bounds)).toMatchObject({ verdict: 'no_history' });
  });

  test('has nothing to judge of a source that loaded nothing', async () => {
    for (const i of [1, 2, 3]) await load('r1', `old${i}`, 10);
    expect(await judged('rows_vs_history', bounds)).toMatchObject({ verdict: 'nothing' });
  });

  test('a corrected file that a later run loads takes the place of the bad one', async () => {
    for (const i of [1, 2, 3]) await load('r1', `old${i}`, 100);
    await load('r2', 'bad', 3);
    await load('r3', 'good', 101);
    expect(await judged('rows_vs_history', bounds)).toMatchObject({ verdict: 'failed' });
    expect(await judged('rows_vs_history', bounds, { runs: ['r2', 'r3'] })).toMatchObject({
      verdict: 'passed',
    });
  });
});

const delivery = (ticket: string | null, day: string, net: number | null, runId = 'r2', gone = false) =>
  run(`INSERT INTO sales.delivery BY NAME SELECT '${ticket}' AS ticket_no, DATE '${day}' AS delivered_on, now() AS weighed_at,
    'C1' AS account_id, 'C' AS consignee, 'Q5500' AS grade, 'rail' AS mode, ${net} AS net_t, ${net ? 700 : 'NULL'} AS price_cny_t, 'f' AS _file,
    1 AS _row, '${runId}' AS _run, 1::UBIGINT AS _hash, ${gone ? "DATE '2012-06-19'" : 'NULL::DATE'} AS _deleted_on`);
const month = (day: string, net: number) =>
  run(`INSERT INTO mart.account_month BY NAME SELECT DATE '${day}' AS month, 'C1' AS account_id, 'i' AS industry, 'Q5500' AS grade,
    'p' AS province, 'rail' AS mode, ${net} AS net_t, 0 AS key_t, 0 AS advantage_t, 0 AS priced_t, 1 AS tickets`);

describe('control_total', () => {
  const totals = {
    of: { table: 'mart.account_month', sum: 'net_t', month: 'month' },
    against: { table: 'sales.delivery', sum: 'net_t', month: 'delivered_on' },
    tolerance: 0.5,
  };

  test('compares month by month, without deleted rows, within its tolerance', async () => {
    await month('2012-05-01', 100);
    await month('2012-06-01', 50.5);
    await delivery('T1', '2012-05-31', 60);
    await delivery('T2', '2012-05-02', 40);
    await delivery('T3', '2012-06-02', 50);
    await delivery('T4', '2012-06-02', 70, 'r2', true);
    expect(await judged('control_total', totals)).toMatchObject({ verdict: 'passed', measured: 0.5 });
    await delivery('T5', '2012-06-03', 0.001);
    await month('2012-05-01', 1);
    expect(await judged('control_total', totals)).toEqual({
      verdict: 'failed',
      measured: 1,
      examples: ['2012-05 1.000'],
    });
  });

  test('a month that one of the two lacks is 0 in it, and so is one of empty cells', async () => {
    await delivery('T1', '2012-05-31', 60);
    expect(await judged('control_total', totals)).toMatchObject({ examples: ['2012-05 -60.000'] });
    await run('DELETE FROM sales.delivery');
    await month('2012-05-01', 0);
    expect(await judged('control_total', totals)).toMatchObject({ verdict: 'passed', measured: 0 });
  });

  test('two empty tables have nothing to compare', async () => {
    expect(await judged('control_total', totals)).toMatchObject({ verdict: 'nothing' });
  });

  test('a run looks at the months that were rebuilt only', async () => {
    await month('2012-03-01', 9);
    await month('2011-12-01', 3);
    const scoped = (...months: string[]) =>
      judged('control_total', totals, { months: new Map([['delivery', months]]) });
    expect(await scoped('2012-01-01', '2012-02-01')).toMatchObject({ verdict: 'nothing' });
    expect(await scoped('2011-12-01', '2012-01-01')).toMatchObject({ measured: 3 });
    expect(await scoped('2011-12-01', '2012-03-01')).toMatchObject({ measured: 9 });
    expect(await judged('control_total', totals, { months: new Map() })).toMatchObject({
      verdict: 'nothing',
    });
  });
});

describe('unique', () => {
  const key = { table: 'sales.delivery', key: ['ticket_no'] };

  test('counts the rows too many, by their keys', async () => {
    for (const ticket of ['T1', 'T2']) await delivery(ticket, '2012-06-01', 1);
    expect(await judged('unique', key)).toMatchObject({ verdict: 'passed', measured: 0 });
    for (const ticket of ['T2', 'T2', 'T1']) await delivery(ticket, '2012-06-02', 1);
    expect(await judged('unique', key)).toEqual({
      verdict: 'failed',
      measured: 3,
      examples: ['T1 ×2', 'T2 ×3'],
    });
  });

  test('a run looks for its own keys, in all rows', async () => {
    const scoped = () => judged('unique', key, { months: new Map() });
    for (const day of ['2011-01-01', '2011-01-02']) await delivery('T1', day, 1, 'r1');
    await delivery('T2', '2012-06-01', 1, 'r1');
    expect(await scoped()).toMatchObject({ verdict: 'nothing' });
    await delivery('T2', '2012-06-02', 1, 'r2');
    expect(await scoped()).toMatchObject({ verdict: 'failed', examples: ['T2 ×2'] });
  });

  test('empty parts of keys are not the same', async () => {
    await run(
      "INSERT INTO market.flag BY NAME SELECT 's' AS source, 'c' AS code, '' AS zh, '' AS en, 'f' AS _file, 'r2' AS _run FROM range(2)",
    );
    expect(await judged('unique', { table: 'market.flag', key: ['source', 'series'] })).toMatchObject({
      verdict: 'nothing',
    });
    expect(await judged('unique', { table: 'market.flag', key: ['source', 'code'] })).toMatchObject({
      verdict: 'failed',
    });
  });
});

describe('references', () => {
  const collection = (no: string, contract: string | null, gone = false) =>
    connection().run(
      `INSERT INTO crm.collection BY NAME SELECT $no AS collection_no, $contract AS contract_no,
         DATE '2012-06-18' AS received_on, 1 AS amount_cny, 'C001' AS account_id,
         'f' AS _file, 1 AS _row, 'r' AS _run, 1::UBIGINT AS _hash, CASE WHEN $gone THEN DATE '2012-06-19' END AS _deleted_on`,
      { no, contract, gone },
    );
  const contract = (no: string) =>
    connection().run(
      `INSERT INTO crm.contract BY NAME SELECT $no AS contract_no, DATE '2012-01-01' AS starts_on,
         DATE '2012-12-31' AS ends_on, 'C001' AS account_id, 'f' AS _file, 1 AS _row, 'r' AS _run, 1::UBIGINT AS _hash`,
      { no },
    );
  const objects = { references: 'objects' };

  test('counts the rows that refer to what is not there, with the first of them', async () => {
    await contract('HT-1');
    for (const [i, no] of ['HT-1', 'HT-9', 'HT-9', 'HT-8', null].entries()) await collection(`S${i}`, no);
    const found = {
      verdict: 'failed',
      measured: 3,
      examples: ['collection.contract_no HT-8', 'collection.contract_no HT-9 ×2'],
    };
    expect(await judged('references', objects)).toEqual(found);
    const named = { references: [{ from: 'crm.collection.contract_no', to: 'crm.contract.contract_no' }] };
    expect(await judged('references', named)).toMatchObject({ measured: 3 });
    expect(await judged('references', { ...named, max: 3 })).toMatchObject({
      verdict: 'passed',
      measured: 3,
    });
  });

  test('holds once the other row arrives, and for rows that are deleted', async () => {
    await contract('HT-1');
    await collection('S1', 'HT-2');
    await collection('S2', 'HT-3', true);
    expect(await judged('references', objects)).toMatchObject({ verdict: 'failed', measured: 1 });
    await contract('HT-2');
    expect(await judged('references', objects)).toMatchObject({ verdict: 'passed' });
  });

  test('expects nothing of an object that is not loaded at all', async () => {
    await collection('S1', 'HT-2');
    expect(await judged('references', objects)).toMatchObject({ verdict: 'passed' });
  });
});

test('not_null_share: the share of empty cells among the rows of the run', async () => {
  const share = (max: number, scope: Partial<Scope> = {}) =>
    judged('not_null_share', { table: 'sales.delivery', column: 'price_cny_t', max }, scope);
  expect(await share(0)).toMatchObject({ verdict: 'nothing' });
  await delivery('T1', '2012-06-01', 1);
  await delivery('T2', '2012-06-01', 0);
  await delivery('T3', '2012-06-01', 0, 'r1');
  await delivery('T4', '2012-06-01', 0, 'r2', true);
  expect(await share(0.7)).toMatchObject({ verdict: 'passed', measured: 2 / 3 });
  expect(await share(0.5, { months: new Map() })).toMatchObject({ verdict: 'passed', measured: 0.5 });
  expect(await share(0.49, { months: new Map() })).toMatchObject({ verdict: 'failed' });
});

const portDay = (day: string, stock: number | null, railIn: number | null, shipOut: number) =>
  run(`INSERT INTO mart.port_day VALUES (DATE '${day}', 'QHD', ${stock}, ${railIn}, ${shipOut}, 90)`);

describe('freshness', () => {
  const days = (max: number, behind?: object) =>
    judged('freshness', { by: { table: 'mart.port_day', day: 'day', ...(behind ? { behind } : {}) }, max });

  test('by days behind today in Shanghai', async () => {
    expect(await days(2)).toMatchObject({ verdict: 'nothing' });
    await portDay('2012-06-18', 1, 1, 1);
    expect(await days(2)).toMatchObject({ verdict: 'passed', measured: 2 });
    expect(await days(1)).toEqual({ verdict: 'failed', measured: 2, examples: ['2012-06-18'] });
  });

  test('by days behind another table', async () => {
    const behind = { table: 'sales.delivery', day: 'delivered_on' };
    await portDay('2012-06-10', 1, 1, 1);
    expect(await days(3, behind)).toMatchObject({ verdict: 'nothing' });
    await delivery('T1', '2012-06-14', 1);
    expect(await days(4, behind)).toMatchObject({ verdict: 'passed' });
    expect(await days(3, behind)).toMatchObject({ verdict: 'failed', measured: 4 });
  });

  test('by the calendar: periods after the newest known one that are late or missing', async () => {
    const calendars = (by: unknown = 'calendars') => judged('freshness', { by, max: 0 });
    await run(`INSERT INTO market.publication BY NAME
      SELECT 's' AS source, day::DATE AS period_start, day::DATE AS period_end, (day + INTERVAL 30 HOUR)::TIMESTAMPTZ AS due_at,
        (day + INTERVAL 50 HOUR)::TIMESTAMPTZ AS late_at, (day + INTERVAL 90 HOUR)::TIMESTAMPTZ AS missing_at,
        (day + INTERVAL 90 HOUR)::TIMESTAMPTZ AS stale_at, false AS skips
      FROM generate_series(DATE '2012-06-14', DATE '2012-06-19', INTERVAL 1 DAY) t(day)`);
    expect(await calendars()).toMatchObject({ verdict: 'nothing' });
    await load('r1', 'f', 1);
    await run(`INSERT INTO market.series BY NAME SELECT 's.a' AS series, '' AS zh, '' AS en, 'price' AS measure, '' AS unit,
      'day' AS period_kind, 'day' AS frequency, 's' AS source, false AS sample`);
    const publish = (day: string) =>
      run(`INSERT INTO market.observation BY NAME SELECT 's.a' AS series, DATE '${day}' AS period_start, DATE '${day}' AS period_end,
        1 AS revision, 1 AS value, 's' AS source, TIMESTAMPTZ '${day} 23:00:00+08' AS published_at, now() AS fetched_at, 'f' AS _file,
        1 AS _row, 'r1' AS _run, 1::UBIGINT AS _hash`);
    await publish('2012-06-15');
    const found = await calendars();
    expect(found).toMatchObject({ verdict: 'failed', measured: 3 });
    expect(found.examples).toEqual(['s 2012-06-18', 's 2012-06-17', 's 2012-06-16']);
    expect(await calendars({ calendar: 's' })).toMatchObject({ measured: 3 });
    expect(await calendars({ calendar: 'other' })).toMatchObject({ verdict: 'nothing' });
    await publish('2012-06-18');
    expect(await calendars()).toMatchObject({ verdict: 'passed', measured: 0 });
  });
});

describe('reconciliation', () => {
  const ports = {
    table: 'mart.port_day',
    by: ['port'],
    day: 'day',
    stock: 'stock_wt',
    in: 'rail_in_wt',
    out: 'ship_out_wt',
    tolerance: { absolute: 2, share: 0.01 },
  };

  test('holds within the larger of 2 万吨 and 1 % of throughput', async () => {
    await portDay('2012-06-16', 900, 70, 60);
    await portDay('2012-06-17', 912, 70, 60);
    await portDay('2012-06-18', 920, 70, 60);
    await portDay('2012-06-19', 922.5, 150, 150);
    expect(await judged('reconciliation', ports)).toMatchObject({ verdict: 'passed', measured: 0 });
  });

  test('fails by the port, the day and what is left over', async () => {
    await portDay('2012-06-17', 900, 70, 60);
    await portDay('2012-06-18', 912.01, 70, 60);
    expect(await judged('reconciliation', ports)).toEqual({
      verdict: 'failed',
      measured: 1,
      examples: ['QHD 2012-06-18 2.01'],
    });
  });

  test('says nothing across a missing day or a missing figure', async () => {
    expect(await judged('reconciliation', ports)).toMatchObject({ verdict: 'nothing' });
    await portDay('2012-06-15', 100, 70, 60);
    await portDay('2012-06-17', 900, 70, 60);
    await portDay('2012-06-18', 100, null, 60);
    expect(await judged('reconciliation', ports)).toMatchObject({ verdict: 'nothing' });
  });
});

describe('drift', () => {
  const price = {
    table: 'mart.price_day',
    column: 'mid_cny_t',
    day: 'day',
    sample: 2,
    at_least: 4,
    spread: 5,
  };
  const day = async (date: number, ...prices: number[]) => {
    for (const [i, value] of prices.entries())
      await run(
        `INSERT INTO mart.price_day VALUES (DATE '2012-06-01' + ${date}, 'G${i}', NULL, NULL, ${value})`,
      );
  };

  test('measures the median of the newest day in robust standard deviations', async () => {
    for (const [i, m] of [700, 710, 690, 705, 720].entries()) await day(i, m, m);
    await day(9, 735, 735);
    // medians 690 700 705 710 720: median 705, MAD 5
    const found = await judged('drift', price);
    expect(found.measured).toBeCloseTo(30 / (1.4826 * 5));
    expect(found).toMatchObject({ verdict: 'failed', examples: ['2012-06-10: 735.0 / 705.0'] });
    expect(await judged('drift', { ...price, max: 5 })).toMatchObject({ verdict: 'passed' });
  });

  test('a series that never moved does not fail by a trifle, but by more than its spread', async () => {
    for (const i of [0, 1, 2, 3]) await day(i, 700, 700);
    await day(4, 710, 710);
    expect(await judged('drift', price)).toMatchObject({ verdict: 'passed', measured: 2 });
    await day(5, 720, 720);
    expect(await judged('drift', price)).toMatchObject({ verdict: 'failed', measured: 4 });
  });

  test('needs days enough, values enough, and any at all', async () => {
    expect(await judged('drift', price)).toMatchObject({ verdict: 'nothing' });
    for (const i of [0, 1, 2]) await day(i, 700, 700);
    await day(3, 900, 900);
    expect(await judged('drift', price)).toMatchObject({ verdict: 'no_history' });
    await day(4, 900);
    expect(await judged('drift', price)).toMatchObject({ verdict: 'no_history' });
  });
});

describe('sql', () => {
  const flag = (source: string, code: string, runId: string) =>
    connection().run(
      "INSERT INTO market.flag BY NAME SELECT $source AS source, $code AS code, $runId AS _run, * FROM (SELECT '' AS zh, '' AS en, 'f' AS _file)",
      { source, code, runId },
    );

  test('counts the rows that must not be there, with those of the judged runs if it asks for them', async () => {
    await flag('nbs', 'outlier', 'r1');
    await flag('ports', 'missing_series', 'r2');
    const all = 'SELECT source, code FROM market.flag ORDER BY ALL -- all';
    expect(await judged('sql', { file: 'a.sql' }, {}, all)).toEqual({
      verdict: 'failed',
      measured: 2,
      examples: ['nbs outlier', 'ports missing_series'],
    });
    const ofRuns = 'SELECT source FROM market.flag WHERE list_contains($runs, _run)';
    expect(await judged('sql', { file: 'a.sql' }, {}, ofRuns)).toMatchObject({ measured: 1 });
    expect(await judged('sql', { file: 'a.sql' }, { runs: ['r3'] }, ofRuns)).toMatchObject({
      verdict: 'passed',
    });
    expect(await judged('sql', { file: 'a.sql', max: 2 }, {}, all)).toMatchObject({ verdict: 'passed' });
  });

  test('one that fails while it runs has not passed, and says why', async () => {
    await flag('nbs', 'outlier', 'r1');
    const found = await judged('sql', { file: 'a.sql' }, {}, 'SELECT source::INTEGER FROM market.flag');
    expect(found).toMatchObject({ verdict: 'broken', measured: null });
    expect(found.examples[0]).toContain("Could not convert string 'nbs' to INT32");
  });
});
