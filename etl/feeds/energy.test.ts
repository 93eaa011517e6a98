import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PUBLIC_FILES, samplePath } from '../testing/example-home.ts';
import { figures, trialOf } from '../testing/trial.ts';

/** A release of the bureau: prose in paragraphs, no table. */
function release(month: string, published: string, paragraphs: string[]): string {
  const body = paragraphs
    .map((text) => `<p style="font-size:12pt"><span style="font-family:宋体">\u3000\u3000${text}</span></p>`)
    .join('\n');
  return `<!DOCTYPE html><html><head><meta charset="UTF-8"><title>${month}份能源生产情况 - 国家统计局</title>
<meta name="ArticleTitle" content="${month}份能源生产情况"><meta name="PubDate" content="${published}"></head>
<body><div class="detail-title"><h1><script>document.write('${month}份能源生产情况');</script></h1></div>
<div class="detail-text-content mhide"><div class="txt-content">${body}</div></div></body></html>`;
}

const AUGUST = [
  '8月份，规模以上工业（以下简称规上工业）原煤生产降幅收窄，原油生产稳定增长。',
  '原煤生产降幅收窄。8月份，规上工业原煤产量3.6亿吨，同比下降7.7%，降幅比7月份收窄2.4个百分点；日均产量1167万吨。',
  '1—8月份，规上工业原煤产量30.6亿吨，同比下降3.3%。',
  '原油生产稳定增长。8月份，规上工业原油产量1843万吨，同比增长0.8%；日均产量59.5万吨。',
  '规上工业电力生产基本平稳。8月份，规上工业发电量9438亿千瓦时，同比下降0.8%；日均发电304.4亿千瓦时。',
  '分品种看，其中，规上工业火电同比下降4.3%，降幅比7月份扩大0.8个百分点；规上工业水电增长2.8%，增速放缓3.9个百分点。',
];
const IN_AUGUST = [
  'CN.coal.output 2026-08-31 36000',
  'CN.coal.output_day 2026-08-31 1167',
  'CN.coal.output_yoy 2026-08-31 -7.7',
  'CN.coal.output_ytd 2026-08-31 306000',
  'CN.coal.output_ytd_yoy 2026-08-31 -3.3',
  'CN.power.hydro_yoy 2026-08-31 2.8',
  'CN.power.output 2026-08-31 9438',
  'CN.power.output_yoy 2026-08-31 -0.8',
  'CN.power.thermal_yoy 2026-08-31 -4.3',
];

test('output, power and their changes are read off the sentences, each with its sentence', async () => {
  const trial = await trialOf('nbs_energy', release('2026年8月', '2026/09/15 10:00', AUGUST));
  expect(figures(trial).sort()).toEqual(IN_AUGUST);
  expect(trial.rejected).toEqual([]);
  expect(trial.rows.find((row) => row['series'] === 'CN.coal.output')?.['sentence']).toBe(
    '8月份,规上工业原煤产量3.6亿吨,同比下降7.7%,降幅比7月份收窄2.4个百分点;日均产量1167万吨',
  );
});

test('January and February come as one: the year so far, no month', async () => {
  const text = [
    '1—2月份，规上工业原煤产量7.7亿吨，同比增长7.7%，增速比上年12月份加快3.5个百分点；日均产量1297万吨。',
  ];
  const trial = await trialOf('nbs_energy', release('2025年1—2月', '2025/03/17 10:00', text));
  expect(trial.rows.find((row) => row['series'] === 'CN.coal.output_ytd')).toMatchObject({
    period_start: '2025-01-01',
    period_end: '2025-02-28',
    value: '77000.0000',
  });
  expect(figures(trial).some((line) => line.startsWith('CN.coal.output 2'))).toBe(false);
});

test('imports, as long as the texts named them', async () => {
  const text = [
    '原煤生产稳定增长。4月份，规上工业原煤产量3.8亿吨，同比增长4.5%，增速比3月份加快0.2个百分点，日均产量1272万吨。',
    '4月份，进口煤炭4068万吨，同比增长72.7%，增速比3月份回落78.0个百分点。',
  ];
  const lines = figures(await trialOf('nbs_energy', release('2023年4月', '2023/05/16 10:00', text)));
  expect(lines).toContain('CN.coal.imports 2023-04-30 4068');
  expect(lines).toContain('CN.coal.output 2023-04-30 38000');
});

test('a release that says nothing of what it always says is refused, no gap', async () => {
  const html = release('2026年8月', '2026/09/15 10:00', ['本月数据请见附件。']);
  await expect(trialOf('nbs_energy', html)).rejects.toMatchObject({ code: 'nothing_matched' });
});

test.skipIf(PUBLIC_FILES.absent)(
  `the release of August 2026 as it was published${PUBLIC_FILES.note}`,
  async () => {
    const text = readFileSync(samplePath('nbs/nbs_energy_production_2026-08.txt'));
    const trial = await trialOf('nbs_energy', text, { name: 'release.txt' });
    expect(figures(trial).sort()).toEqual(IN_AUGUST);
  },
);
