import type { AnswerKey, Decimal, PageKey } from './answer-key.ts';
import { isoOf } from './calendar.ts';
import { COAST_DIGITS, COAST_MEASURES } from './coast-truth.ts';
import type { CoastMeasure, CoastWeek } from './coast-truth.ts';
import { bulletinPage, indexPage } from './page.ts';
import type { Page } from './page.ts';

/** The series of each figure (data/sources/sample_weekly.yaml) and the header over it. */
const COLUMNS: Record<CoastMeasure, { series: string; header: string }> = {
  fob: { series: 'NEWC.FOB.Q6000', header: '纽卡斯尔6000大卡离岸价(美元/吨)' },
  oceanFreight: { series: 'NEWC.GZ.FREIGHT', header: '纽卡斯尔-广州海运费(美元/吨)' },
  fx: { series: 'COAST.USDCNY', header: '美元兑人民币(元/美元)' },
  toShanghai: { series: 'QHD.SH.FREIGHT', header: '秦皇岛-上海海运费(元/吨)' },
  toGuangzhou: { series: 'QHD.GZ.FREIGHT', header: '秦皇岛-广州海运费(元/吨)' },
  burn: { series: 'COAST.BURN', header: '沿海电厂日耗(万吨/天)' },
  plantStock: { series: 'COAST.STOCK', header: '沿海电厂存煤(万吨)' },
  plantDays: { series: 'COAST.DAYS', header: '沿海电厂可用天数(天)' },
  southStock: { series: 'SOUTH.STOCK', header: '南方港口库存(万吨)' },
  imports: { series: 'COAST.IMPORTS', header: '进口煤到港量(万吨)' },
  hydro: { series: 'COAST.HYDRO.YOY', header: '水电发电量同比(%)' },
};
const NOTE = '注：报告期为周一至周日，次日发布；离岸价为收到基低位发热量6000大卡。';
const TITLE = '沿海电煤与进口周报（示例）';

function textOf(week: CoastWeek, measure: CoastMeasure): Decimal {
  return week[measure].toFixed(COAST_DIGITS[measure]);
}

/** Renders the weekly bulletin of coastal plants and imports, a page per year. */
export function coastSection(weeks: readonly CoastWeek[]): { pages: Page[]; key: AnswerKey['coast'] } {
  const header = ['报告期末', ...COAST_MEASURES.map((measure) => COLUMNS[measure].header)];
  const years = Map.groupBy(weeks, ({ day }) => isoOf(day).slice(0, 4));
  const published = [...years].map(([year, reports]): PageKey & { page: Page } => {
    const at = `${isoOf((reports.at(-1) as CoastWeek).day + 1)} 10:00:00`;
    const title = `${year}年${TITLE}`;
    const rows = reports.map((week) => [
      isoOf(week.day),
      ...COAST_MEASURES.map((measure) => textOf(week, measure)),
    ]);
    const table = { caption: `${title}各报告期如下。`, unit: '见表头', header, rows, note: NOTE };
    const page = bulletinPage(`coast/${year}.html`, title, at, table);
    return { path: page.path, title, published_at: at, rows: rows.length, page };
  });
  const entries = published.toReversed().map(({ path, title, published_at }) => ({
    href: `./${path.slice('coast/'.length)}`,
    title,
    date: published_at.slice(0, 10),
  }));
  return {
    pages: [indexPage('coast/index.html', TITLE, entries), ...published.map(({ page }) => page)],
    key: {
      weekly: weeks.flatMap((week) =>
        COAST_MEASURES.map((measure) => ({
          week_end: isoOf(week.day),
          series: COLUMNS[measure].series,
          value: textOf(week, measure),
        })),
      ),
      pages: published.map(({ page: _page, ...key }) => key),
    },
  };
}
