import { expect, test } from 'vitest';
import { insertRows, ORIGIN } from '../testing/rows.ts';
import { useWarehouse } from '../testing/use-warehouse.ts';

const day = (
  plant: string,
  reported_for: string,
  stock_t: number | null,
  sent_at: string | null,
  more = {},
) => ({
  plant,
  reported_for,
  generation_wkwh: 100,
  burn_t: 10,
  receipts_t: 0,
  stock_t,
  people: null,
  reporter: '旧人',
  sent_at,
  _deleted_on: null,
  ...ORIGIN,
  ...more,
});

const ask = useWarehouse((connection) =>
  insertRows(connection, 'plant.report', [
    // the day before the window verifies its first; 10 t are burnt every day
    day('甲厂', '2012-06-10', 1010, '2012-06-10 16:00:00+08'),
    // on the stroke of the cut-off: on time; stock 1000 as verified
    day('甲厂', '2012-06-11', 1000, '2012-06-11 17:00:00+08'),
    // late by 24 hours: half; verified 990, reported 1039.5: 5 % off, half of the 10 %
    day('甲厂', '2012-06-12', 1039.5, '2012-06-13 17:00:00+08'),
    // later than that: nothing; verified 1029.5, reported twice it: wholly wrong, and no generation
    day('甲厂', '2012-06-13', 2059, '2012-06-14 17:00:01+08', { generation_wkwh: null }),
    // the 14th is missing, so the 15th cannot be verified; two of its four figures are not filled
    day('甲厂', '2012-06-15', null, '2012-06-15 09:00:00+08', {
      receipts_t: null,
      people: '厂长调整',
      reporter: '新人',
    }),
    // first report on the 15th: due from then on; nothing follows on it, so nothing is verified
    day('乙厂', '2012-06-15', 500, '2012-06-15 09:00:00+08'),
    day('丙厂', '2012-06-01', 500, '2012-06-01 09:00:00+08'),
    day('丙厂', '2012-06-12', 500, '2012-06-12 09:00:00+08', { _deleted_on: '2012-06-13' }),
  ]),
);
const window = { from: '2012-06-11', to: '2012-06-15' };

test('0.3 timeliness, 0.3 completeness, 0.4 accuracy; worst first', async () => {
  const rows = await ask('stationed_score', window);
  expect(rows.map(({ plant }) => plant)).toEqual(['丙厂', '甲厂', '乙厂']);
  // timely (2 + 0.5) / 5; complete (1 + 1 + 0.75 + 0.5) / 4; accurate (1 + 0.5 + 0) / 3
  expect(rows[1]).toMatchObject({
    reporter: '新人',
    due: 5,
    received: 4,
    missing: 1,
    on_time: 2,
    late_24h: 1,
    timeliness: 0.5,
    completeness: 0.8125,
    verified: 3,
    wrong: 1,
    badge_zh: null,
    last_report: '2012-06-15',
  });
  expect(rows[1]?.accuracy).toBeCloseTo(0.5, 9);
  expect(rows[1]?.score).toBeCloseTo(100 * (0.3 * 0.5 + 0.3 * 0.8125 + 0.4 * 0.5), 6);
});

test('what cannot be verified gives its weight to the rest, with a badge', async () => {
  const [, , unverified] = await ask('stationed_score', window);
  expect(unverified).toMatchObject({
    due: 1,
    timeliness: 1,
    completeness: 1,
    verified: 0,
    accuracy: null,
    score: 100,
    badge_zh: '未核验',
    badge_en: 'not verified',
  });
});

test('a plant that sent nothing in the window scores nothing; a deleted report is none', async () => {
  const [silent] = await ask('stationed_score', window);
  expect(silent).toMatchObject({
    due: 5,
    received: 0,
    missing: 5,
    timeliness: 0,
    completeness: null,
    score: 0,
  });
});

test('personnel may be required: one of four reports names any', async () => {
  const rows = await ask('stationed_score', { ...window, personnel: 'required' });
  const plant = rows.find((row) => row.plant === '甲厂');
  expect(plant?.completeness).toBeCloseTo((0.8 + 0.8 + 0.6 + 0.6) / 4, 12);
});
