import { pino } from 'pino';
import { expect, test } from 'vitest';
import { logged, noteAnswer } from './request-log.ts';

const lines: Record<string, unknown>[] = [];
const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
const event = (id: string) =>
  ({
    request: new Request('http://127.0.0.1/customers?name=陈某某'),
    route: { id },
    locals: { snapshot: { id: 'S1' } },
  }) as Parameters<typeof logged>[1];
const answered = (query: string) => ({ query, snapshot: 'S1', ms: 1.4, cache: 'miss' as const });

test('one line a request with the queries that it asked and none of another; the address is not in it', async () => {
  lines.length = 0;
  const later = Promise.withResolvers<void>();
  const slow = logged(log, event('/slow'), async () => {
    noteAnswer(answered('first'));
    await later.promise;
    noteAnswer(answered('second'));
    return new Response('');
  });
  await logged(log, event('/fast'), async () => new Response(null, { status: 304 }));
  later.resolve();
  await slow;
  expect(lines).toMatchObject([
    { route: '/fast', status: 304, snapshot: 'S1', method: 'GET', ms: expect.any(Number) },
    { route: '/slow', status: 200, queries: [{ query: 'first', ms: 1, cache: 'miss' }, { query: 'second' }] },
  ]);
  expect(lines[0]).not.toHaveProperty('queries');
  expect(JSON.stringify(lines)).not.toContain('陈');
});

test('a request that fails is logged with its status and goes on failing', async () => {
  lines.length = 0;
  const refused = { status: 403 };
  await expect(logged(log, event('/a'), () => Promise.reject(refused))).rejects.toBe(refused);
  await expect(logged(log, event('/b'), () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  expect(lines.map(({ status }) => status)).toEqual([403, 500]);
});
