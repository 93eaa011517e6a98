import iconv from 'iconv-lite';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import writeWorkbook from 'write-excel-file/node';
import { homeAt, type Home } from '../../data/home.ts';

/** A temporary installation whose inbox and bulletin site a test fills by hand. */
export interface SmallHome {
  home: Home;
  /** write the account workbook; one array per account: code, name, short name, industry, key from */
  accounts(rows: [string, string, string, string, string?][], name?: string): Promise<void>;
  /** write a GB18030 weighbridge file from its lines, header included */
  deliveries(name: string, lines: string[]): Promise<void>;
  /** write a port bulletin: its publication time and its table rows; an index links all pages written */
  portPage(name: string, published: string, rows: string[][]): Promise<void>;
  remove(): Promise<void>;
}

/** The header of the sample's weighbridge files. */
export const DELIVERY_HEADER =
  '磅单号,过衡时间,车号/船名,煤种,矿点,收货单位,客户编号,到站省份,运输方式,毛重(吨),皮重(吨),净重(吨),含税单价(元/吨),司磅员,备注';

/** Whom the tests' customer codes stand for; code and consignee of a ticket must not contradict each other. */
const CONSIGNEES: Record<string, string> = { '': '江海电力', C001: '江海电力', C002: '东岭钢铁' };

/** One good weighbridge line. */
export function deliveryLine(
  ticket: string,
  day: string,
  account: string,
  netT: number,
  remark = '',
): string {
  return `${ticket},${day} 08:30:00,晋B10001,Q5500,一号井,${CONSIGNEES[account] ?? `单位${account}`},${account},江苏,铁路直达,${netT + 20}.000,20.000,${netT}.000,700.00,王某,${remark}`;
}

const ACCOUNT_TITLES = ['*客户编号', '*客户名称', '客户简称', '*行业', '信用额度(万元)', '大户生效日期'];
const PORT_TITLES = ['日期', '港口', '场存(万吨)', '铁路调入(万吨)', '调出(万吨)', '锚地船舶(艘)'];

/** Make an empty installation below the temporary folder. */
export async function smallHome(): Promise<SmallHome> {
  const home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-etl-')));
  const site = path.join(home.sample, 'site', 'port');
  const pages: string[] = [];
  await mkdir(path.join(home.inbox, 'accounts'), { recursive: true });
  await mkdir(path.join(home.inbox, 'deliveries'), { recursive: true });
  await mkdir(site, { recursive: true });
  return {
    home,
    async accounts(rows, name = '客户.xlsx') {
      const sheet = [
        [{ value: '客户信息（*代表必填项）', columnSpan: ACCOUNT_TITLES.length }],
        ACCOUNT_TITLES.map((value) => ({ value })),
        ...rows.map(([code, full, short, industry, from]) =>
          [code, full, short, industry, '120', from].map((value) => (value === undefined ? null : { value })),
        ),
      ];
      await writeWorkbook(sheet as never).toFile(path.join(home.inbox, 'accounts', name));
    },
    async deliveries(name, lines) {
      await writeFile(
        path.join(home.inbox, 'deliveries', name),
        iconv.encode(`${lines.join('\r\n')}\r\n`, 'gb18030'),
      );
    },
    async portPage(name, published, rows) {
      const row = (cells: string[]) =>
        `<tr>${cells.map((cell) => `<td><span>${cell}</span></td>`).join('')}</tr>`;
      const table = `<table>${[PORT_TITLES, ...rows].map(row).join('\n')}</table>`;
      await writeFile(
        path.join(site, `${name}.html`),
        `<html><head><meta charset="utf-8"><meta name="PubDate" content="${published}"></head><body><table><tr><td>导航</td></tr></table>${table}${table}</body></html>`,
      );
      if (!pages.includes(name)) pages.unshift(name);
      const links = pages.map((page) => `<li><a href="./${page}.html">${page} 煤炭动态</a></li>`).join('');
      await writeFile(
        path.join(site, 'index.html'),
        `<html><head><meta charset="utf-8"></head><body><ul>${links}</ul></body></html>`,
      );
    },
    remove: () => rm(home.root, { recursive: true, force: true }),
  };
}
