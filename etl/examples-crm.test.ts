import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { counted, csvRecords, PUBLIC_FILES, runExamples, type ExampleRun } from './testing/example-home.ts';

const DROPPED = {
  maven_accounts: ['crm_maven/accounts.csv'],
  maven_pipeline: ['crm_maven/sales_pipeline.csv'],
  maven_team: ['crm_maven/sales_teams.csv'],
  salesforce_account: ['crm_salesforce/Account.csv'],
  salesforce_opportunity: ['crm_salesforce/Opportunity.csv'],
  salesforce_stage: ['crm_salesforce/OpportunityHistory.csv'],
};

describe.skipIf(PUBLIC_FILES.absent)(
  `exports of other CRMs load through source files alone${PUBLIC_FILES.note}`,
  () => {
    let run: ExampleRun;
    beforeAll(async () => {
      run = await runExamples(DROPPED);
    });
    afterAll(() => run?.remove());

    test('every file is loaded and published, nothing is kept aside, and a trial of the largest says the same', async () => {
      expect(run.outcome.errors).toEqual([]);
      expect(run.outcome.published).not.toBeNull();
      expect(run.outcome.files.map((file) => file.source).sort()).toEqual(Object.keys(DROPPED).sort());
      expect(await run.trial('maven_pipeline', 'crm_maven/sales_pipeline.csv')).toMatchObject({
        records: 8801,
        furniture: 1,
        rows: { length: 8800 },
        rejected: [],
      });
    });

    test('Maven accounts: names for codes, another trade, `technolgy` among its values', async () => {
      const raw = csvRecords('crm_maven/accounts.csv');
      expect(raw).toHaveLength(85);
      expect(run.counts('maven_accounts', 'crm_maven/accounts.csv')).toEqual(
        counted({ read: 86, inserted: 85, furniture: 1 }),
      );
      const loaded = await run.ask(
        `SELECT account_id, industry = '科技' AS tech, parent_id, extra->>'revenue' AS revenue FROM crm.account
       WHERE extra->>'revenue' IS NOT NULL ORDER BY account_id`,
      );
      expect(loaded).toEqual(
        raw
          .map((row) => ({
            account_id: row['account'],
            tech: String(row['sector'] === 'technolgy'),
            parent_id: row['subsidiary_of'] || null,
            revenue: row['revenue'],
          }))
          .sort((a, b) => ((a.account_id ?? '') < (b.account_id ?? '') ? -1 : 1)),
      );
    });

    test('Maven pipeline: every deal, US dates, one name for GTXPro, customers by name, no dollars as yuan', async () => {
      const raw = csvRecords('crm_maven/sales_pipeline.csv');
      const blank = (column: string) => raw.filter((row) => row[column] === '').length;
      expect([raw.length, blank('account'), blank('close_date'), blank('engage_date')]).toEqual([
        8800, 1425, 2089, 500,
      ]);
      expect(run.counts('maven_pipeline', 'crm_maven/sales_pipeline.csv')).toEqual(
        counted({ read: 8801, inserted: 8800, furniture: 1 }),
      );
      const stages = { Prospecting: '初步接洽', Engaging: '需求确认', Won: '签约', Lost: '输单' };
      const loaded = await run.ask(
        `SELECT opportunity_no AS no, name, account_id, stage, amount_cny, extra->>'close_value' AS usd,
         closes_on, created_at::DATE AS began FROM crm.opportunity WHERE length(opportunity_no) = 8 ORDER BY _row`,
      );
      expect(loaded).toEqual(
        raw.map((row) => ({
          no: row['opportunity_id'],
          name: row['product'] === 'GTXPro' ? 'GTX Pro' : row['product'],
          account_id: row['account'] || null,
          stage: stages[row['deal_stage'] as keyof typeof stages],
          amount_cny: null,
          usd: row['close_value'] || null,
          closes_on: isoDay(row['close_date']),
          began: isoDay(row['engage_date']),
        })),
      );
    });

    test('Maven team: agents are users', async () => {
      const raw = csvRecords('crm_maven/sales_teams.csv');
      expect(run.counts('maven_team', 'crm_maven/sales_teams.csv')).toEqual(
        counted({ read: 36, inserted: 35, furniture: 1 }),
      );
      expect(await run.ask('SELECT name, department FROM crm.crm_user ORDER BY _row')).toEqual(
        raw.map((row) => ({ name: row['sales_agent'], department: row['regional_office'] })),
      );
    });

    test('Salesforce accounts: ids whole, a blank industry is said, not lost', async () => {
      const raw = csvRecords('crm_salesforce/Account.csv');
      expect(raw.filter((row) => row['Industry'] === '')).toHaveLength(6);
      expect(run.counts('salesforce_account', 'crm_salesforce/Account.csv')).toEqual(
        counted({ read: 19, inserted: 18, furniture: 1 }),
      );
      const tiers: Record<string, string> = { Hot: 'A', Warm: 'B', Cold: 'C' };
      expect(
        await run.ask(
          `SELECT account_id, name, tier, industry = '未分类' AS unclassified, deleted FROM crm.account WHERE length(account_id) = 18
         AND account_id LIKE '001bm%' ORDER BY _row`,
        ),
      ).toEqual(
        raw.map((row) => ({
          account_id: row['Id'],
          name: row['Name'],
          tier: tiers[row['Rating'] ?? ''] ?? null,
          unclassified: String(row['Industry'] === ''),
          deleted: 'false',
        })),
      );
    });

    test('Salesforce opportunities: MM/DD/YY, 10 is ten per cent, customers by id, Amount kept aside from yuan', async () => {
      const raw = csvRecords('crm_salesforce/Opportunity.csv');
      expect(run.counts('salesforce_opportunity', 'crm_salesforce/Opportunity.csv')).toEqual(
        counted({ read: 37, inserted: 36, furniture: 1 }),
      );
      expect(
        await run.ask(
          `SELECT opportunity_no AS no, account_id, closes_on, round(probability * 100)::INTEGER AS percent, amount_cny,
           extra->>'Amount' AS usd FROM crm.opportunity WHERE length(opportunity_no) = 18 ORDER BY _row`,
        ),
      ).toEqual(
        raw.map((row) => ({
          no: row['Id'],
          account_id: row['AccountId'],
          closes_on: isoDay(row['CloseDate']),
          percent: row['Probability'],
          amount_cny: null,
          usd: row['Amount'] || null,
        })),
      );
    });

    test('Salesforce history: every step at its minute', async () => {
      const raw = csvRecords('crm_salesforce/OpportunityHistory.csv');
      const steps = new Set(
        raw.map((row) => [row['OpportunityId'], row['StageName'], row['CreatedDate']].join()),
      );
      expect([raw.length, steps.size]).toEqual([48, 48]);
      expect(run.counts('salesforce_stage', 'crm_salesforce/OpportunityHistory.csv')).toEqual(
        counted({ read: 49, inserted: 48, furniture: 1 }),
      );
      expect(
        await run.ask(
          `SELECT opportunity_no AS no, strftime(entered_at, '%m/%d/%y %I:%M %p') AS at FROM crm.opportunity_stage ORDER BY _row`,
        ),
      ).toEqual(raw.map((row) => ({ no: row['OpportunityId'], at: row['CreatedDate'] })));
    });
  },
);

/** 3/1/2017 and 03/01/17 as 2017-03-01. */
function isoDay(text = ''): string | null {
  const [month = '', day = '', year = ''] = text.split('/');
  return text ? `20${year.slice(-2)}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : null;
}
