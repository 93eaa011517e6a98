import { expect, test } from 'vitest';
import { CoalfaceError, messageOf, systemCode } from './errors.ts';

test('a fault is told with its place, cause and hint, each on its line', () => {
  const error = new CoalfaceError('bad_csv', 'cannot be split', {
    where: { file: 'a.csv', row: 3, column: undefined },
    cause: new Error('stray quote'),
    hint: 'export it again',
  });
  expect(error.describe()).toBe(
    'bad_csv: cannot be split\n  at file a.csv, row 3\n  cause: stray quote\n  hint: export it again',
  );
  expect(new CoalfaceError('x', 'y').describe()).toBe('x: y');
});

test('anything thrown has a message, and a system code if it carries one', () => {
  expect([messageOf(new Error('a')), messageOf('b'), messageOf(null)]).toEqual(['a', 'b', 'null']);
  expect(systemCode(Object.assign(new Error('a'), { code: 'ENOENT' }))).toBe('ENOENT');
  expect([systemCode(Object.assign(new Error('a'), { code: 5 })), systemCode('ENOENT')]).toEqual([
    undefined,
    undefined,
  ]);
});
