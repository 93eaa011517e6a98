import { expect, test } from 'vitest';
import { read, utils } from '@e965/xlsx';
import { makeAccounts } from './accounts.ts';
import { accountsWorkbook } from './accounts-workbook.ts';

test('a merged title, starred headers, one row per account', async () => {
  const accounts = makeAccounts(20120618);
  const sheet = read(await accountsWorkbook(accounts)).Sheets['客户'] ?? {};
  const rows = utils.sheet_to_json<(string | null)[]>(sheet, { header: 1, defval: null });
  expect(rows).toHaveLength(382);
  expect(rows[0]?.[0]).toBe('客户信息（*代表必填项；时间格式：YYYY-MM-DD）');
  expect(rows[1]?.slice(0, 5)).toEqual(['*客户编号', '*客户名称', '客户简称', '上级客户编号', '*行业']);
  const first = accounts.findIndex(({ name }) => name === '江海电力股份有限公司');
  const row = rows[first + 2] ?? [];
  expect(row[2]).toBe('江海电力');
  expect(row[5]).toBe('A（重点客户）');
  expect(row[10]).toMatch(/^200[6-9]-01-01$/);
  expect(row[13]).toBe('已成交');
  expect(rows.filter((cells) => cells[13] === '未成交')).toHaveLength(80);
});
