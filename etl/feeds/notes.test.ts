import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PUBLIC_FILES, samplePath } from '../testing/example-home.ts';
import { figures, reasons, trialOf } from '../testing/trial.ts';
import { CBFI, FOUR_PORTS, PORT_WEEKS, SIX_PLANTS } from './verified-figures.ts';

/** Published the day after, as the weekly of a broker is. */
function noteName(day: string): string {
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  return `${next} 周报.txt`;
}

const spoken = (day: string) => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

test.each(PORT_WEEKS)(
  '%s: stock and price of Qinhuangdao are read off the sentence',
  async (day, stock, price) => {
    const on = spoken(day);
    const text = `1.动力煤：本周国内港口动力煤价格稳定运行，${
      price
        ? `${on}秦皇岛港5500大卡动力煤最新平仓价
为${price}元/吨，环比上周持平；`
        : ''
    }${on}秦皇岛港库存${stock}万吨，周环比上升21.5万吨。`;
    const trial = await trialOf('port_notes', text, { name: noteName(day) });
    expect(figures(trial).sort()).toEqual(
      [...(price ? [`NOTE.QHD.Q5500 ${day} ${price}`] : []), `NOTE.QHD.stock ${day} ${stock}`].sort(),
    );
  },
);

test.each(SIX_PLANTS)('%s: burn, stock and days of the six power groups', async (day, burn, stock, days) => {
  const on = spoken(day);
  const text = `${on}六大电厂日耗总计${burn}万吨，较上周五上升2.68万吨。库存方面，截至${on}，六大电厂库
存${stock}万吨，环比上升34.55万吨；${on}库存可用天数为${days}
天，环比上周的28.41天下降了0.68天。`;
  const trial = await trialOf('port_notes', text, { name: noteName(day) });
  expect(figures(trial).sort()).toEqual([
    `NOTE.SIX.burn ${day} ${Number(burn)}`,
    `NOTE.SIX.days ${day} ${Number(days)}`,
    `NOTE.SIX.stock ${day} ${Number(stock.replace(',', ''))}`,
  ]);
});

test.each(FOUR_PORTS)('%s: four Bohai-rim ports, whose parts add up', async (day, qhd, cfd, jt, tj, all) => {
  const on = spoken(day);
  const text = `数据显示2月18日至${on},环渤海四港煤炭库存量由上周的1474.2万吨,攀升至${all}万吨,增幅达10.18%。
截止${on},环渤海四港煤炭库存量分别为:秦皇岛港煤炭库存量${qhd}万吨、国投曹妃甸港煤炭库存量${cfd}万吨、京唐港区煤炭库存量${jt}万吨、天津港煤炭库存量${tj}万吨,较上周数据相比,库存量出现攀升。`;
  const trial = await trialOf('port_notes', text, { name: noteName(day) });
  expect(figures(trial).sort()).toEqual([
    `NOTE.BOHAI4.stock ${day} ${all}`,
    `NOTE.CFD.stock ${day} ${cfd}`,
    `NOTE.JT.stock ${day} ${jt}`,
    `NOTE.QHD.stock ${day} ${qhd}`,
    `NOTE.TJ.stock ${day} ${tj}`,
  ]);
  const tenths = [qhd, cfd, jt, tj].reduce((sum, stock) => sum + Math.round(10 * Number(stock)), 0);
  expect(tenths).toBe(Math.round(10 * Number(all)));
});

test('a figure that lost its 万 is kept aside, and the sentence shows why', async () => {
  const text =
    '11月15日秦皇岛港库存660万吨，周环比上升21.5万吨。港口方面，11月15日秦皇岛港库存\n660吨，周环比下降21.5万吨。';
  const trial = await trialOf('port_notes', text, { name: '2019-11-16 周报.txt' });
  expect(figures(trial)).toEqual(['NOTE.QHD.stock 2019-11-15 660']);
  expect(reasons(trial)[0]?.[1]).toContain('out_of_range');
  expect(JSON.stringify(trial.rejected[0]?.original)).toContain('660吨');
});

test('a stock of 31 December in a note of January is one of the year before', async () => {
  const trial = await trialOf(
    'port_notes',
    '截至12月31日，秦皇岛港煤炭库存量为636.7万吨，较上周同期减少了30.6万吨。',
    {
      name: '2012-01-05 秦皇岛.txt',
    },
  );
  expect(trial.rows[0]).toMatchObject({
    series: 'NOTE.QHD.stock',
    period_end: '2011-12-31',
    sentence: '截至12月31日,秦皇岛港煤炭库存量为636.7万吨,较上周同期减少了30.6万吨',
  });
});

test('a note without its day in the name, and one that says nothing known, are refused as such', async () => {
  const text = '截至12月31日，秦皇岛港煤炭库存量为636.7万吨。';
  await expect(trialOf('port_notes', text, { name: '周报.txt' })).rejects.toMatchObject({
    code: 'fact_not_found',
  });
  await expect(trialOf('port_notes', '今日港口天气晴好。', { name: '2012-01-05.txt' })).rejects.toMatchObject(
    {
      code: 'nothing_matched',
    },
  );
});

test.each(CBFI)('the coal freight index of %s is read off a reprint', async (day, before, index) => {
  const text = `参考船型 | 上期 2012-01-13 | 本期 ${day} | 与上期 比涨跌 (%) | |
指数 |
综合指数 | 1123.66 | 1103.37 | -1.8% | |
煤炭货种指数 | ${before} | ${index} | -2.7% | |
秦皇岛-广州 | 5-6万DWT | 1182.16 | 1170.04 | -1% |
秦皇岛-上海 | 4-5万DWT | 1405.36 | 1345.25 | -4.3% |
`;
  expect(figures(await trialOf('freight_notes', text, { name: `${day}.txt` }))).toContain(
    `SSE.CBFI.coal ${day} ${Number(index)}`,
  );
});

describe.skipIf(PUBLIC_FILES.absent)(`the notes as they were published${PUBLIC_FILES.note}`, () => {
  const published = (file: string) => readFileSync(samplePath(file));

  test('four Bohai-rim ports, 24 February 2013: the parts add up to the whole', async () => {
    const trial = await trialOf('port_notes', published('ports/bohai_four_ports_2013-02-24_inen.txt'), {
      name: '2013-02-26 四港.txt',
    });
    expect(figures(trial).sort()).toEqual([
      'NOTE.BOHAI4.stock 2013-02-24 1624.3',
      'NOTE.CFD.stock 2013-02-24 238',
      'NOTE.JT.stock 2013-02-24 374',
      'NOTE.QHD.stock 2013-02-24 825.9',
      'NOTE.TJ.stock 2013-02-24 186.4',
    ]);
  });

  test('Qinhuangdao, August 2010: totals and means of the month, stock and anchorage of its last day', async () => {
    const trial = await trialOf('port_notes', published('ports/qhd_port_2010-08_inen.txt'), {
      name: '2010-09-03 8月.txt',
    });
    expect(figures(trial).sort()).toEqual([
      'NOTE.QHD.anchored 2010-08-31 97',
      'NOTE.QHD.anchored_month 2010-08-31 108',
      'NOTE.QHD.rail_in_month 2010-08-31 1931.2',
      'NOTE.QHD.ship_out_month 2010-08-31 1914.2',
      'NOTE.QHD.stock 2010-08-31 730.5',
      'NOTE.QHD.stock_month 2010-08-31 725',
    ]);
    expect(trial.rows.find((row) => row['series'] === 'NOTE.QHD.rail_in_month')?.['period_start']).toBe(
      '2010-08-01',
    );
  });

  test('Qinhuangdao, the week across the year 2011: its totals are of that week', async () => {
    const trial = await trialOf('port_notes', published('ports/qhd_port_2011-12-26_2012-01-01_china5e.txt'), {
      name: '2012-01-05 周报.txt',
    });
    expect(figures(trial).sort()).toEqual([
      'NOTE.QHD.anchored_week 2012-01-01 100',
      'NOTE.QHD.rail_in_week 2012-01-01 493.1',
      'NOTE.QHD.ship_out_week 2012-01-01 520',
      'NOTE.QHD.stock 2011-12-31 636.7',
      'NOTE.QHD.stock_week 2012-01-01 657',
    ]);
    expect(trial.rows.find((row) => row['series'] === 'NOTE.QHD.rail_in_week')?.['period_start']).toBe(
      '2011-12-26',
    );
  });

  test('a broker’s week that contradicts itself: 660 in 万吨 stands, 660吨 is kept aside', async () => {
    const trial = await trialOf('port_notes', published('ports/weekly_2019-11-15_broker_paragraph.txt'), {
      name: '2019-11-16 周报.txt',
    });
    expect(figures(trial).sort()).toEqual([
      'NOTE.QHD.Q5500 2019-11-15 545',
      'NOTE.QHD.stock 2019-11-15 660',
      'NOTE.SIX.burn 2019-11-15 61.17',
      'NOTE.SIX.days 2019-11-15 27.73',
      'NOTE.SIX.stock 2019-11-15 1696.38',
    ]);
    expect(reasons(trial).map(([, codes]) => codes)).toEqual([['out_of_range']]);
  });

  test.each([
    ['freight/cbfi_2012-01-20_jctrans.txt', '2012-01-20', 1185.75],
    ['freight/cbfi_2012-08-31_fareastcontainers.txt', '2012-08-31', 1237.27],
  ])('the coastal freight index of %s', async (file, day, coal) => {
    const lines = figures(await trialOf('freight_notes', published(file), { name: 'cbfi.txt' }));
    expect(lines).toContain(`SSE.CBFI.coal ${day} ${coal}`);
    expect(lines).toHaveLength(4);
  });
});
