import { expect, test } from 'vitest';
import { CoalfaceError } from '../data/errors.ts';
import { homeAt } from '../data/home.ts';
import { namedIfDiskFull } from './disk-full.ts';

const home = homeAt('/srv/coalface');

test.each([
  Object.assign(new Error('write'), { code: 'ENOSPC' }),
  new Error('Could not write file "warehouse.duckdb.wal": No space left on device'),
  new Error('database or disk is full'),
])('%s is a full disk', (cause) => {
  expect(namedIfDiskFull(cause, home)).toMatchObject({
    code: 'disk_full',
    cause,
    where: { file: home.root },
  });
});

test.each([
  new Error('Constraint Error'),
  new CoalfaceError('landing_failed', 'no space left on device'),
  'a text',
])('%s stays as it is', (error) => {
  expect(namedIfDiskFull(error, home)).toBe(error);
});
