import type { AnswerKey, PageKey, RangeKey } from './answer-key.ts';
import { isoOf, monthsBetween } from './calendar.ts';
import { GRADES, byGrade } from './grades.ts';
import type { ByGrade } from './grades.ts';
import { bulletinPage, indexPage } from './page.ts';
import type { Page } from './page.ts';
import { HALF_RANGE, rangesOf } from './price-truth.ts';
import type { PriceTruth, Quote, WeeklyIndex } from './price-truth.ts';

const DAILY_NOTE = '注：平仓价为含税价，报价区间为主流成交区间。';
const WEEKLY_NOTE = '注：报告期为上周三至本周二，周三发布；指数为5500大卡综合平均价格。';

function rangeKeys(mid: ByGrade<number>): ByGrade<RangeKey> {
  return byGrade((grade) => ({
    low: String(mid[grade] - HALF_RANGE),
    high: String(mid[grade] + HALF_RANGE),
    mid: String(mid[grade]),
  }));
}

function rangeCells(mid: ByGrade<number>): string[] {
  const ranges = rangesOf(mid);
  return GRADES.map((grade) => ranges[grade]);
}

/** Pages of one section with its index, newest first, and their entries in the answer key. */
function section(
  folder: string,
  title: string,
  pages: { page: Page; at: string; rows: number }[],
): { pages: Page[]; keys: PageKey[] } {
  const entries = pages.toReversed().map(({ page, at }) => ({
    href: `./${page.path.slice(folder.length + 1)}`,
    title: page.title,
    date: at.slice(0, 10),
  }));
  return {
    pages: [indexPage(`${folder}/index.html`, title, entries), ...pages.map(({ page }) => page)],
    keys: pages.map(({ page, at, rows }) => ({ path: page.path, title: page.title, published_at: at, rows })),
  };
}

function dailyPages(daily: readonly Quote[]): { page: Page; at: string; rows: number }[] {
  const header = ['日期', ...GRADES.map((grade) => `${grade}平仓价`)];
  const [first, last] = [daily[0], daily.at(-1)] as [Quote, Quote];
  return monthsBetween(first.day, last.day).map((month) => {
    const quotes = daily.filter(({ day }) => day >= month.first && day <= month.last);
    const at = `${isoOf((quotes.at(-1) as Quote).day)} 16:00:00`;
    const title = `${month.year}年${month.number}月秦皇岛动力煤平仓价`;
    const rows = quotes.map(({ day, mid }) => [isoOf(day), ...rangeCells(mid)]);
    const table = { caption: `${title}如下。`, unit: '元/吨', header, rows, note: DAILY_NOTE };
    return { page: bulletinPage(`price/${month.id}.html`, title, at, table), at, rows: rows.length };
  });
}

function weeklyPages(weekly: readonly WeeklyIndex[]): { page: Page; at: string; rows: number }[] {
  const header = ['报告期末', '环渤海动力煤价格指数', ...GRADES];
  const years = [...new Set(weekly.map(({ day }) => isoOf(day).slice(0, 4)))];
  return years.map((year) => {
    const reports = weekly.filter(({ day }) => isoOf(day).startsWith(year));
    const at = `${isoOf((reports.at(-1) as WeeklyIndex).day)} 15:00:00`;
    const title = `${year}年环渤海动力煤价格指数`;
    const rows = reports.map(({ day, index, mid }) => [isoOf(day), String(index), ...rangeCells(mid)]);
    const table = { caption: `${title}各报告期如下。`, unit: '元/吨', header, rows, note: WEEKLY_NOTE };
    return { page: bulletinPage(`weekly/${year}.html`, title, at, table), at, rows: rows.length };
  });
}

/** Renders the price bulletins, a page per month, and the weekly index, a page per year. */
export function priceSection(prices: PriceTruth): { pages: Page[]; key: AnswerKey['prices'] } {
  const daily = section('price', '秦皇岛动力煤平仓价', dailyPages(prices.daily));
  const weekly = section('weekly', '环渤海动力煤价格指数', weeklyPages(prices.weekly));
  return {
    pages: [...daily.pages, ...weekly.pages],
    key: {
      daily: prices.daily.map(({ day, mid }) => ({ day: isoOf(day), ...rangeKeys(mid) })),
      weekly: prices.weekly.map(({ day, index, mid }) => ({
        week_end: isoOf(day),
        index: String(index),
        ...rangeKeys(mid),
      })),
      pages: [...daily.keys, ...weekly.keys],
    },
  };
}
