import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { migrate } from '../../../data/warehouse.ts';
import { describeSchema } from '../../../queries/engine/snapshot-schema.ts';
import { commentIn } from './comment-in.ts';

test('a comment has a Chinese and an English half', () => {
  const comment = '信用额度(元) credit limit, CNY';
  expect([commentIn(comment, 'zh-CN'), commentIn(comment, 'en')]).toEqual([
    '信用额度(元)',
    'credit limit, CNY',
  ]);
  expect(commentIn('CRM 角色 CRM role', 'zh-CN')).toBe('CRM 角色');
  expect(commentIn(null, 'en')).toBeNull();
});

test('no English is left in the Chinese half of any comment of the schema', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await migrate(connection);
  const { relations } = await describeSchema(connection);
  connection.closeSync();
  instance.closeSync();
  const comments = relations.flatMap(({ comment, columns }) => [
    comment,
    ...columns.map((one) => one.comment),
  ]);
  const halves = comments.flatMap((comment) => commentIn(comment, 'zh-CN') ?? []);
  expect(halves.length).toBeGreaterThan(500);
  expect(halves.filter((half) => /[a-z]{4,}/.test(half))).toEqual([]);
});
