import type { AnswerKey, PageKey } from './answer-key.ts';
import { isoOf, monthsBetween, nextWorkday } from './calendar.ts';
import type { Day, Month } from './calendar.ts';
import { bulletinPage, indexPage } from './page.ts';
import type { Page } from './page.ts';
import { MEASURE_NAMES } from './port-faults.ts';
import type { PortFaults } from './port-faults.ts';
import { PORTS } from './port-models.ts';
import type { PortCode } from './port-models.ts';
import type { PortDay, PortTruth } from './port-truth.ts';

const NAMES: Record<PortCode, string> = { QHD: '秦皇岛港', CFD: '曹妃甸港', JT: '京唐港', TJ: '天津港' };
const MEASURES = ['stock', 'railIn', 'shipOut', 'anchored'] as const;
const NOTE = '注：场存为当日24时数，四港合计为秦皇岛、曹妃甸、京唐、天津四港之和；“--”为数据缺失。';

/** Hundredths as text: two decimals for Qinhuangdao stock and sums with it, else one. */
function wanText(hundredths: number, digits: 1 | 2): string {
  return (hundredths / 100).toFixed(digits);
}

function digitsOf(measure: keyof PortDay, port: PortCode | 'total'): 1 | 2 {
  return measure === 'stock' && (port === 'QHD' || port === 'total') ? 2 : 1;
}

function figureText(measure: keyof PortDay, value: number, port: PortCode | 'total'): string {
  return measure === 'anchored' ? String(value) : wanText(value, digitsOf(measure, port));
}

/** A header as this month's editor wrote it: half-width or full-width brackets. */
function headerOf(month: Month): string[] {
  const header = ['日期', '港口', '场存(万吨)', '铁路调入(万吨)', '调出(万吨)', '锚地船舶(艘)'];
  return month.index % 3 === 1 ? header.map((text) => text.replace('(', '（').replace(')', '）')) : header;
}

/** The site's port section and what the answer key says of it. */
export interface PortSection {
  pages: Page[];
  key: AnswerKey['ports'];
}

/** The rows of one day; with `asPublished` the figures carry the faults of the first publication. */
function dayRows(truth: PortTruth, faults: PortFaults, day: Day, asPublished: boolean): string[][] {
  const at = day - (truth.days[0] as Day);
  const total: Record<keyof PortDay, number | undefined> = { stock: 0, railIn: 0, shipOut: 0, anchored: 0 };
  const rows = PORTS.flatMap((port) => {
    const blank = asPublished
      ? (faults.blank.find((b) => b.day === day && b.port === port)?.measures ?? [])
      : [];
    const cells = MEASURES.map((measure) => {
      const wrong = asPublished
        ? faults.wrong.find((w) => w.day === day && w.port === port && w.measure === measure)
        : undefined;
      const correct = (truth.ports[port][at] as PortDay)[measure];
      const printed = wrong?.published ?? correct;
      const sum = total[measure];
      if (blank.includes(measure)) total[measure] = undefined;
      // a typo slips in while printing: the total was right
      else if (sum !== undefined) total[measure] = sum + (wrong?.kind === 'typo' ? correct : printed);
      return blank.includes(measure) ? '--' : figureText(measure, printed, port);
    });
    const row = [isoOf(day), NAMES[port], ...cells];
    const doubled = asPublished && faults.doubled.some((d) => d.day === day && d.port === port);
    return doubled ? [row, row] : [row];
  });
  const sums = MEASURES.map((measure) => {
    const sum = total[measure];
    return sum === undefined ? '--' : figureText(measure, sum, 'total');
  });
  return [...rows, [isoOf(day), '四港合计', ...sums]];
}

/** Renders the port bulletins: an index, a page per month, and a 更正 page for every month with wrong figures. */
export function portSection(truth: PortTruth, faults: PortFaults): PortSection {
  const first = truth.days[0] as Day;
  const last = truth.days.at(-1) as Day;
  const published: (PageKey & { page: Page; day: Day })[] = [];
  const publish = (name: string, title: string, day: Day, time: string, month: Month, rows: string[][]) => {
    const at = `${isoOf(day)} ${time}`;
    const caption = `${month.year}年${month.number}月秦皇岛、曹妃甸、京唐、天津四港煤炭库存、调入调出及锚地船舶情况如下。`;
    const table = { caption, unit: '万吨、艘', header: headerOf(month), rows, note: NOTE };
    const page = bulletinPage(`port/${name}`, title, at, table);
    published.push({ path: page.path, title, published_at: at, rows: rows.length, page, day });
  };
  for (const month of monthsBetween(first, last)) {
    const title = `${month.year}年${month.number}月环渤海四港煤炭动态`;
    const rows: string[][] = [];
    for (let day = month.first; day <= month.last; day++) {
      if (!faults.absent.has(day)) rows.push(...dayRows(truth, faults, day, true));
    }
    const day = month.last === last ? last + 1 : nextWorkday(month.last + 1);
    publish(`${month.id}.html`, title, day, '09:30:00', month, rows);
    const corrected = [...new Set(faults.wrong.map((w) => w.day))].filter(
      (d) => d >= month.first && d <= month.last,
    );
    if (corrected.length === 0) continue;
    const right = corrected.flatMap((d) => dayRows(truth, faults, d, false));
    publish(`${month.id}-gengzheng.html`, `${title}（更正）`, nextWorkday(day + 5), '10:00:00', month, right);
  }
  const entries = published
    .toSorted((a, b) => (a.published_at < b.published_at ? 1 : -1))
    .map(({ path, title, day }) => ({ href: `./${path.slice('port/'.length)}`, title, date: isoOf(day) }));
  return {
    pages: [
      indexPage('port/index.html', '环渤海四港煤炭动态', entries),
      ...published.map(({ page }) => page),
    ],
    key: {
      ...portKey(truth, faults),
      pages: published.map(({ page: _page, day: _day, ...key }) => key),
    },
  };
}

function portKey(truth: PortTruth, faults: PortFaults): Omit<AnswerKey['ports'], 'pages'> {
  const pageOf = (day: Day) => `port/${isoOf(day).slice(0, 7)}.html`;
  return {
    daily: truth.days.flatMap((day, i) =>
      PORTS.map((port) => {
        const d = truth.ports[port][i] as PortDay;
        const [stock_wt, rail_in_wt, ship_out_wt] = (['stock', 'railIn', 'shipOut'] as const).map((m) =>
          figureText(m, d[m], port),
        ) as [string, string, string];
        return { day: isoOf(day), port, stock_wt, rail_in_wt, ship_out_wt, anchored: d.anchored };
      }),
    ),
    missing: [
      ...[...faults.absent].flatMap((day) => PORTS.map((port) => ({ day, port, measures: [...MEASURES] }))),
      ...faults.blank,
    ]
      .sort((a, b) => a.day - b.day)
      .map(({ day, port, measures }) => ({
        day: isoOf(day),
        port,
        measures: measures.map((m) => MEASURE_NAMES[m]),
      })),
    corrections: faults.wrong.map(({ day, port, measure, kind, published, correct }) => ({
      day: isoOf(day),
      port,
      measure: MEASURE_NAMES[measure],
      kind,
      published: figureText(measure, published, port),
      correct: figureText(measure, correct, port),
      page: pageOf(day),
      corrected_by: pageOf(day).replace('.html', '-gengzheng.html'),
    })),
    duplicates: faults.doubled.map(({ day, port }) => ({ day: isoOf(day), port, page: pageOf(day) })),
    unreconciled: truth.unreconciled.map(({ day, port, residual }) => ({
      day: isoOf(day),
      port,
      residual_wt: (residual / 100).toFixed(2),
    })),
  };
}
