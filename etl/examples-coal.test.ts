import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSources } from '../data/source-file.ts';
import {
  counted,
  csvRecords,
  exampleSources,
  PUBLIC_FILES,
  runExamples,
  sheetRecords,
  type ExampleRun,
} from './testing/example-home.ts';

const INDIA = 'shipments/india_daily_coal_stock_plants.xlsx';
const NBS = 'nbs/nbs_price_items_2020-09_2024-12.csv';
const MINES = (year: number) => `shipments/eia7a_coalpublic${year}.xls`;
const DROPPED = { india_coal_stock: [INDIA], eia_mine_output: [MINES(2015), MINES(2017)], nbs_items: [NBS] };
const SHIPPED_PRICES = new URL('../data/reference/nbs/ten_day_prices.csv', import.meta.url);
const COALS = {
  Q5800: '大同混煤（5800大卡）',
  Q5500: '山西优混（5500大卡）',
  Q5000: '山西大混（5000大卡）',
  Q4500: '普通混煤（4500大卡）',
};

test('every example is a source, and none takes the place of a shipped one', async () => {
  const ids = (await exampleSources()).map(({ source }) => source.id);
  const shipped = await loadSources();
  expect(ids).toHaveLength(10);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => shipped.has(id))).toEqual([]);
});

describe.skipIf(PUBLIC_FILES.absent)(
  `public figures of coal load through source files alone${PUBLIC_FILES.note}`,
  () => {
    let run: ExampleRun;
    beforeAll(async () => {
      // the shipped prices too: what both state is loaded once
      run = await runExamples(DROPPED, ['nbs_ten_day']);
    });
    afterAll(() => run?.remove());

    test('every file is loaded and published', () => {
      expect(run.outcome.errors).toEqual([]);
      expect(run.outcome.published).not.toBeNull();
      expect(run.outcome.files.map((file) => file.source).sort()).toEqual([
        'eia_mine_output',
        'eia_mine_output',
        'india_coal_stock',
        'india_plant',
        'nbs_items',
        'nbs_ten_day',
      ]);
    });

    test('Indian plants: one customer each, read off the daily report', async () => {
      const raw = sheetRecords(INDIA, 1);
      const plants = new Map(raw.map((row) => [String(row['Power_Station_Name']), row['State_Name']]));
      expect([raw.length, plants.size]).toEqual([1000, 124]);
      expect(run.counts('india_plant', INDIA)).toEqual(
        counted({ read: 1001, inserted: 124, unchanged: 876, furniture: 1 }),
      );
      const loaded = await run.ask('SELECT account_id, use_province, industry FROM crm.account');
      expect(new Map(loaded.map((row) => [row['account_id'], row['use_province']]))).toEqual(plants);
      expect(new Set(loaded.map((row) => row['industry']))).toEqual(new Set(['电力']));
    });

    test('Indian stocks: thousand tonnes; a plant that two owners report on one day counts once, its copies are kept aside', async () => {
      const raw = sheetRecords(INDIA, 1).map(
        (row, i) => ({ ...row, record: i + 2 }) as Record<string, string | number>,
      );
      const seen = new Set<string>();
      const first = (row: Record<string, string | number>) => {
        const key = `${row['Power_Station_Name']} ${row['Date']}`;
        return !seen.has(key) && seen.add(key);
      };
      const once = raw.filter(first);
      const again = raw.filter((row) => !once.includes(row));
      expect(once).toHaveLength(992);
      expect(new Set(again.map((row) => row['Power_Station_Name']))).toEqual(new Set(['Seioni Tpp']));
      expect(run.counts('india_coal_stock', INDIA)).toEqual(
        counted({ read: 1001, inserted: 992, quarantined: 8, furniture: 1 }),
      );
      const trial = await run.trial('india_coal_stock', INDIA);
      expect(trial.rejected.map((row) => [row.row, row.reasons.map((reason) => reason.code)])).toEqual(
        again.map((row) => [row['record'], ['duplicate_key']]),
      );
      expect(
        await run.ask(
          'SELECT plant, reported_for, stock_t::DECIMAL(18, 3) AS stock, days::INTEGER AS days, burn_t, account_id FROM plant.report ORDER BY _row',
        ),
      ).toEqual(
        once.map((row) => ({
          plant: row['Power_Station_Name'],
          // the workbook counts days from 1899-12-30
          reported_for: new Date(Date.UTC(1899, 11, 30 + Number(row['Date']))).toISOString().slice(0, 10),
          stock: (Number(row['Total_Stock']) * 1000).toFixed(3),
          days: String(row['Stock_Days']),
          burn_t: null,
          account_id: row['Power_Station_Name'],
        })),
      );
    });

    test.each([
      [2015, 1171, 896_940_563],
      [2017, 942, 774_609_357],
    ])(
      'US mines %i: three lines above the header, short tons to the kilogram, one line per kind of working',
      async (year, mines, shortTons) => {
        const raw = sheetRecords(MINES(year), 4);
        const keys = new Set(raw.map((row) => `${row['MSHA ID']} ${row['Mine Type']}`));
        const total = raw.reduce((sum, row) => sum + Number(row['Production (short tons)']), 0);
        expect([raw.length, keys.size, total]).toEqual([mines, mines, shortTons]);
        expect(run.counts('eia_mine_output', MINES(year))).toEqual(
          counted({ read: mines + 4, inserted: mines, furniture: 4 }),
        );
        expect(
          await run.ask(
            `SELECT plant, supplier, receipts_t AS tonnes FROM plant.receipt WHERE reported_for = '${year}-12-31' ORDER BY _row`,
          ),
        ).toEqual(
          raw.map((row) => ({
            plant: `${row['MSHA ID']} ${row['Mine Type']}`,
            supplier: row['Operating Company'],
            tonnes: kilograms(BigInt(Number(row['Production (short tons)']))),
          })),
        );
      },
    );

    test('NBS items: a date of year, month and third; one series per coal; what the shipped table states too is not new', async () => {
      const raw = csvRecords(NBS);
      const coal = raw.filter((row) => Object.values(COALS).includes(row['good_name'] ?? ''));
      const wanted = coal.map((row) => ({ ...tenDays(row), value: Number(row['current_price']).toFixed(4) }));
      const shipped = parse(await readFile(SHIPPED_PRICES), { columns: true, bom: true }) as Record<
        string,
        string
      >[];
      const known = new Map(
        shipped.flatMap((row) =>
          Object.keys(COALS).map((grade) => [
            `NBS.${grade} ${row['期末']}`,
            row[`${grade.slice(1)}大卡(元/吨)`],
          ]),
        ),
      );
      const both = wanted.filter((one) => known.has(`${one.series} ${one.last}`));
      expect([raw.length, wanted.length, both.length]).toEqual([9060, 4 * 151, 68]);
      for (const one of both) expect(Number(known.get(`${one.series} ${one.last}`))).toBe(Number(one.value));
      expect(run.counts('nbs_items', NBS)).toEqual(
        counted({ read: 9061, inserted: 536, unchanged: 68, furniture: 8457 }),
      );
      const loaded = await run.ask(
        `SELECT series, period_start AS first, period_end AS last, value FROM market.observation
       WHERE period_end BETWEEN '2020-09-11' AND '2024-12-31' AND revision = 1`,
      );
      const text = (one: object) => JSON.stringify(one);
      expect(loaded.map(text).sort()).toEqual(wanted.map(text).sort());
    });
  },
);

/** Short tons in tonnes of three decimals, half a kilogram up. */
function kilograms(shortTons: bigint): string {
  const kg = (shortTons * 90_718_474n + 50_000n) / 100_000n;
  return `${kg / 1000n}.${String(kg % 1000n).padStart(3, '0')}`;
}

/** Series and days of a record of the NBS file. */
function tenDays(row: Record<string, string>): { series: string; first: string; last: string } {
  const [year, month, third] = [row['year'], row['month'], row['period']].map(Number) as [
    number,
    number,
    number,
  ];
  const day = (at: number, of = month) => new Date(Date.UTC(year, of - 1, at)).toISOString().slice(0, 10);
  const grade = Object.entries(COALS).find(([, good]) => good === row['good_name'])?.[0];
  return {
    series: `NBS.${grade}`,
    first: day(third * 10 - 9),
    last: third === 3 ? day(0, month + 1) : day(third * 10),
  };
}
