import { beforeEach, describe, expect, test } from 'vitest';
import { CHECKS } from './checks.ts';
import { useCellConnection } from './testing/cell-connection.ts';

const connection = useCellConnection();
beforeEach(async () => {
  await connection().run('DELETE FROM meta.load');
  await connection().run('DELETE FROM mart.port_day');
});

async function run(name: string, id = 'r') {
  const check = CHECKS.find((one) => one.name === name);
  if (!check) throw new Error(`no check ${name}`);
  return check.run(connection(), id);
}

describe('row_conservation', () => {
  const load = (file: string, ...counts: number[]) =>
    connection().run(
      `INSERT INTO meta.load VALUES ('r', '${file}', 's', ${counts.join(', ')}, NULL, NULL, now())`,
    );

  test('holds while every record of every file is accounted for', async () => {
    await load('f1', 15, 1, 2, 3, 4, 5);
    expect(await run('row_conservation')).toMatchObject({ passed: true });
  });

  test('fails by the file that lost or won a record', async () => {
    await load('f1', 15, 1, 2, 3, 4, 5);
    await load('f2', 16, 1, 2, 3, 4, 5);
    await load('f3', 14, 1, 2, 3, 4, 5);
    expect(await run('row_conservation')).toEqual({
      passed: false,
      detail: 'f2: 16 read, 15 accounted for; f3: 14 read, 15 accounted for',
    });
  });

  test('stops publishing', () => {
    expect(CHECKS.find((one) => one.name === 'row_conservation')?.severity).toBe('error');
  });
});

describe('stock_reconciliation', () => {
  const days = async (...rows: [string, number, number | null, number][]) => {
    for (const [day, stock, railIn, shipOut] of rows) {
      await connection().run(
        `INSERT INTO mart.port_day VALUES (DATE '${day}', 'QHD', ${stock}, ${railIn}, ${shipOut}, 90)`,
      );
    }
  };

  test('holds within the larger of 2 万吨 and 1 % of throughput', async () => {
    await days(['2012-06-16', 900, 70, 60], ['2012-06-17', 912, 70, 60], ['2012-06-18', 920, 70, 60]);
    expect(await run('stock_reconciliation')).toMatchObject({ passed: true });
    await days(['2012-06-19', 922.5, 150, 150]);
    expect(await run('stock_reconciliation')).toMatchObject({ passed: true });
  });

  test('fails by the port, the day and what is left over', async () => {
    await days(['2012-06-17', 900, 70, 60], ['2012-06-18', 912.01, 70, 60]);
    expect(await run('stock_reconciliation')).toEqual({
      passed: false,
      detail: '1 port-days do not reconcile; newest: QHD 2012-06-18 2.01 万吨',
    });
  });

  test('says nothing across a missing day or a missing figure', async () => {
    await days(['2012-06-15', 100, 70, 60], ['2012-06-17', 900, 70, 60], ['2012-06-18', 100, null, 60]);
    expect(await run('stock_reconciliation')).toMatchObject({ passed: true });
  });
});

describe('orphan_references', () => {
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
  beforeEach(() => connection().run('DELETE FROM crm.collection; DELETE FROM crm.contract'));

  test('warns of how many rows refer to what is not there, with the first of them', async () => {
    await contract('HT-1');
    for (const [i, no] of ['HT-1', 'HT-9', 'HT-9', 'HT-8', 'HT-7', 'HT-6', null].entries())
      await collection(`S${i}`, no);
    expect(await run('orphan_references')).toEqual({
      passed: false,
      detail: 'collection.contract_no: 5 rows refer to no contract (HT-6, HT-7, HT-8 …)',
    });
    expect(CHECKS.find((one) => one.name === 'orphan_references')?.severity).toBe('warn');
  });

  test('holds once the other row arrives, and for rows that are deleted', async () => {
    await contract('HT-1');
    await collection('S1', 'HT-2');
    await collection('S2', 'HT-3', true);
    expect(await run('orphan_references')).toMatchObject({ passed: false });
    await contract('HT-2');
    expect(await run('orphan_references')).toMatchObject({ passed: true });
  });

  test('expects nothing of an object that is not loaded at all', async () => {
    await collection('S1', 'HT-2');
    expect(await run('orphan_references')).toMatchObject({ passed: true });
  });
});

describe('market_flags', () => {
  const flag = (source: string, code: string, run: string) =>
    connection().run(
      "INSERT INTO market.flag BY NAME SELECT $source AS source, $code AS code, $run AS _run, * FROM (SELECT '' AS zh, '' AS en, 'f' AS _file)",
      { source, code, run },
    );
  beforeEach(() => connection().run('DELETE FROM market.flag'));

  test('warns of what is remarkable about the files of its run, by source and kind', async () => {
    await flag('nbs', 'outlier', 'r1');
    await flag('nbs', 'outlier', 'r2');
    await flag('nbs', 'outlier', 'r2');
    await flag('ports', 'missing_series', 'r2');
    expect(await run('market_flags', 'r2')).toEqual({
      passed: false,
      detail: 'nbs: 2 outlier; ports: 1 missing_series',
    });
    expect(await run('market_flags', 'r3')).toMatchObject({ passed: true });
    expect(CHECKS.find((one) => one.name === 'market_flags')?.severity).toBe('warn');
  });
});
