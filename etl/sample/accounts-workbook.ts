import writeXlsxFile from 'write-excel-file/node';
import type { Row } from 'write-excel-file/node';
import type { Account } from './accounts.ts';
import { isoOf } from './calendar.ts';
import { stopZipClock } from './zip-clock.ts';

const TITLE = '客户信息（*代表必填项；时间格式：YYYY-MM-DD）';
const HEADERS = [
  '*客户编号',
  '*客户名称',
  '客户简称',
  '上级客户编号',
  '*行业',
  '客户级别',
  '注册省份',
  '用煤省份',
  '统一社会信用代码',
  '信用额度(万元)',
  '大户生效日期',
  '大户失效日期',
  '负责人',
  '成交状态',
];
const TIERS = { A: 'A（重点客户）', B: 'B（普通客户）', C: 'C（非优先客户）' };

function accountRow(account: Account): Row {
  return [
    account.id,
    account.name,
    account.short,
    account.parentId,
    account.industry,
    TIERS[account.tier],
    account.registeredProvince,
    account.useProvince,
    account.creditCode,
    account.creditLimitWan,
    account.key && isoOf(account.key.from),
    account.key?.to && isoOf(account.key.to),
    account.owner,
    account.kind === 'prospect' ? '未成交' : '已成交',
  ];
}

/**
 * The CRM's account export: sheet 客户, row 1 a merged title, row 2 the headers with `*` on required columns, then one
 * row per account.
 * @returns the bytes of the XLSX file, the same for the same accounts
 */
export async function accountsWorkbook(accounts: readonly Account[]): Promise<Buffer> {
  const title: Row = [{ value: TITLE, columnSpan: HEADERS.length }];
  const header: Row = HEADERS.map((value) => ({ value, fontWeight: 'bold' }));
  const rows = accounts.map(accountRow);
  const zip = await writeXlsxFile([title, header, ...rows], { sheet: '客户' }).toBuffer();
  return stopZipClock(zip);
}
