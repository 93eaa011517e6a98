import { expect, test } from 'vitest';
import { makeAccounts } from '../accounts.ts';
import { dayOf } from '../calendar.ts';
import { OBJECTS, objectOf, type Row } from './objects.ts';
import { makeCrm } from './truth.ts';

const accounts = makeAccounts(20_120_618);
const crm = makeCrm(20_120_618, accounts);

const cents = (row: Row, column: string) => Math.round(Number(row[column]) * 100);
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const share = (rows: readonly Row[], fits: (row: Row) => boolean) => rows.filter(fits).length / rows.length;

test('the same seed gives the same rows, another seed others', () => {
  expect(makeCrm(20_120_618, accounts)).toEqual(crm);
  expect(makeCrm(2, accounts).complaint).not.toEqual(crm.complaint);
});

test('volumes', () => {
  expect(Object.fromEntries(OBJECTS.map((object) => [object, crm[object].length]))).toMatchInlineSnapshot(`
    {
      "account": 380,
      "account_change": 373,
      "activity": 4000,
      "assay": 1500,
      "campaign": 21,
      "collection": 1979,
      "collection_plan": 1255,
      "complaint": 1756,
      "contact": 600,
      "contract": 269,
      "contract_schedule": 2636,
      "crm_role": 6,
      "crm_user": 70,
      "delivery": 960,
      "opportunity": 560,
      "opportunity_stage": 1746,
      "plant_receipt": 12333,
      "plant_report": 9443,
      "project_team": 469,
      "purchase": 600,
      "quote": 300,
      "return_visit": 400,
      "service_case": 300,
      "target": 500,
    }
  `);
});

test.each(OBJECTS)('%s: keys are unique, required columns filled, no column is unknown', (object) => {
  const { key, columns } = objectOf(object);
  const rows = crm[object];
  expect(new Set(rows.map((row) => key.map((name) => row[name]).join('|'))).size).toBe(rows.length);
  const required = Object.keys(columns).filter((name) => columns[name]?.required);
  expect(rows.filter((row) => required.some((name) => !row[name]))).toEqual([]);
  const known = new Set([...Object.keys(columns), 'account_id']);
  expect([...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => !known.has(name))).toEqual(
    [],
  );
});

test('every customer that a row means is one, written in one of its forms', () => {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  for (const object of OBJECTS) {
    const { account } = objectOf(object);
    if (!account) continue;
    for (const row of crm[object]) {
      const customer = byId.get(row['account_id'] ?? '');
      expect(customer?.forms).toContain(row[account.name]);
      if (row[account.code]) expect(row[account.code]).toBe(customer?.id);
    }
  }
});

test('the funnel narrows as it should', () => {
  const entered = (stage: string) => crm.opportunity_stage.filter((row) => row['stage'] === stage).length;
  const rates = ['初步接洽', '需求确认', '送样试烧', '报价', '谈判', '合同评审'].map(entered);
  expect((rates[1] ?? 0) / (rates[0] ?? 1)).toBeCloseTo(0.4, 1);
  expect((rates[2] ?? 0) / (rates[1] ?? 1)).toBeCloseTo(0.6, 1);
  const won = crm.opportunity.filter((row) => row['stage'] === '签约');
  expect(won.length / crm.opportunity.length).toBeGreaterThan(0.08);
  expect(won.length / crm.opportunity.length).toBeLessThan(0.14);
  const days = won.map(
    (row) => dayOf(row['closes_on'] as string) - dayOf((row['created_at'] as string).slice(0, 10)),
  );
  expect(median(days)).toBeGreaterThan(40);
  expect(median(days)).toBeLessThan(62);
});

test('since May 2012 customers pay later and more by bill; four pay nothing; one bill came back', () => {
  const due = new Map(
    crm.collection_plan.map((row) => [
      `${row['contract_no']} ${row['instalment']}`,
      dayOf(row['due_on'] as string),
    ]),
  );
  const late = (from: string, to: string) =>
    crm.collection.flatMap((row) => {
      const on = due.get(`${row['contract_no']} ${row['instalment']}`);
      const delay = on === undefined ? -1 : dayOf(row['received_on'] as string) - on;
      return on !== undefined && on >= dayOf(from) && on < dayOf(to) && delay > 0 ? [delay] : [];
    });
  expect(median(late('2010-01-01', '2012-04-01'))).toBeGreaterThanOrEqual(5);
  expect(median(late('2010-01-01', '2012-04-01'))).toBeLessThanOrEqual(11);
  expect(median(late('2012-05-01', '2012-06-01'))).toBeGreaterThan(11);
  const red = crm.collection.filter((row) => cents(row, 'amount_cny') < 0);
  expect(red).toHaveLength(1);
  expect(red[0]?.['matures_on']).not.toBeNull();
  const paid = new Set(crm.collection.map((row) => `${row['contract_no']} ${row['instalment']}`));
  const overdue = crm.collection_plan.filter(
    (row) =>
      !paid.has(`${row['contract_no']} ${row['instalment']}`) &&
      dayOf('2012-06-18') - dayOf(row['due_on'] as string) > 60,
  );
  expect(new Set(overdue.map((row) => row['account_id'])).size).toBe(4);
});

test('money adds up: contracts and their schedules', () => {
  for (const contract of crm.contract) {
    const months = crm.contract_schedule.filter((row) => row['contract_no'] === contract['contract_no']);
    const kg = months.reduce((sum, row) => sum + Math.round(Number(row['qty_t']) * 1000), 0);
    expect(kg).toBe(Math.round(Number(contract['qty_t']) * 1000));
    expect(cents(contract, 'amount_cny')).toBe(Math.round((kg / 1000) * cents(contract, 'price_cny_t')));
  }
});

test('complaints are of the usual kinds, return visits are answered three times in five', () => {
  expect(share(crm.complaint, (row) => row['kind'] === '热值')).toBeCloseTo(0.45, 1);
  expect(share(crm.return_visit, (row) => row['satisfaction'] !== null)).toBeCloseTo(0.6, 1);
  const marks: Record<string, number> = { 很满意: 5, 满意: 4, 一般: 3, 不满意: 2, 很不满意: 1 };
  const given = crm.return_visit.flatMap((row) =>
    row['satisfaction'] ? [marks[row['satisfaction']] ?? 0] : [],
  );
  expect(given.reduce((sum, mark) => sum + mark, 0) / given.length).toBeCloseTo(4.2, 0);
});

test('stationed staff are silent on few days, and two of them report late', () => {
  const plants = Map.groupBy(crm.plant_report, (row) => row['plant']);
  expect(plants.size).toBe(18);
  const late = [...plants.values()].map((rows) =>
    share(rows, (row) => (row['sent_at'] as string).slice(0, 10) !== row['reported_for']),
  );
  expect(late.filter((part) => part > 0.25)).toHaveLength(2);
  for (const rows of plants.values()) expect(rows.length / 540).toBeGreaterThan(0.93);
});
