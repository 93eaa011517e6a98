import { expect, test } from 'vitest';
import { CoalfaceError } from '../../data/errors.ts';
import { Redactor, secretFrom } from './secret.ts';

const KEY = { env: 'EXAMPLE_KEY', query: 'api_key' };

test('a key comes from the environment; a blank one is none', () => {
  expect(secretFrom(KEY, { EXAMPLE_KEY: ' abcd1234 ' })).toEqual({ parameter: 'api_key', value: 'abcd1234' });
  for (const env of [{}, { EXAMPLE_KEY: ' ' }]) expect(secretFrom(KEY, env)).toBeNull();
});

test.each(['abc', '密钥密钥密钥密钥', 'two words of it'])('%s is no key, and is not repeated', (value) => {
  const refused = () => secretFrom(KEY, { EXAMPLE_KEY: value });
  expect(refused).toThrow(expect.objectContaining({ code: 'bad_key' }) as Error);
  expect(refused).not.toThrow(value);
});

test('every form of a key is masked, in bytes and in errors with their causes', () => {
  const redactor = new Redactor({ parameter: 'k', value: 'a+b/c=d&e' });
  expect(redactor.text('a+b/c=d&e a%2Bb%2Fc%3Dd%26e')).toBe('*** ***');
  const bytes = Buffer.from([0xff, ...Buffer.from('a+b/c=d&e'), 0xfe]);
  expect([...redactor.bytes(bytes)]).toEqual([0xff, 0x2a, 0x2a, 0x2a, 0xfe]);
  const masked = redactor.error(
    new CoalfaceError('x', 'at a+b/c=d&e', {
      hint: 'a+b/c=d&e',
      retryAt: '2012-06-19T03:00:00.000Z',
      where: { url: 'http://h/?k=a%2Bb%2Fc%3Dd%26e', row: 3 },
      cause: new Error('a+b/c=d&e'),
    }),
  );
  expect(masked).toMatchObject({
    message: 'at ***',
    hint: '***',
    retryAt: '2012-06-19T03:00:00.000Z',
    where: { url: 'http://h/?k=***', row: 3 },
  });
  expect(`${masked.stack}${(masked.cause as Error).stack}`).not.toContain('a+b');
});
