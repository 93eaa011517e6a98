import { expect, test } from 'vitest';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async (connection) => {
  await connection.run(`INSERT INTO crm.account BY NAME
    SELECT id AS account_id, name, short AS short_name, '电力' AS industry, 'f' AS _file, 1 AS _row, 'r' AS _run, 0 AS _hash
    FROM (VALUES ('A2', '浙能股份', NULL), ('A1', '安徽电力股份有限公司', '皖电')) t(id, name, short)`);
});

test('customers by their short names in the order of pinyin', async () => {
  expect(await ask('choices')).toEqual([
    { value: 'A1', name: '皖电', name_en: null },
    { value: 'A2', name: '浙能股份', name_en: null },
  ]);
});

test('the other kinds come from the reference tables, in their order', async () => {
  const first = async (of: string) => (await ask('choices', { of }))[0];
  expect(await first('grade')).toMatchObject({ value: 'Q5800' });
  expect(await first('industry')).toMatchObject({ name: '电力', name_en: 'Power' });
  expect((await ask('choices', { of: 'region' })).length).toBeGreaterThan(30);
  expect((await ask('choices', { of: 'port' })).map(({ value }) => value)).toContain('QHD');
});
