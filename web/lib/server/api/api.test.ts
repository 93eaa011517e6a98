import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CoalfaceError } from '../../../../data/errors.ts';
import { projectRoot } from '../../../../data/project.ts';
import { loadQueries } from '../../../../queries/engine/query-file.ts';
import { SandboxPool } from '../../../../queries/sandbox/sandbox-pool.ts';
import { SNAPSHOT, snapshotHome } from '../../../../queries/sandbox/testing/snapshot.ts';
import { rowFormat } from './accept.ts';
import { requireAccess } from './access.ts';
import { openapi } from './openapi.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { problem, problemSchema } from './problem.ts';
import { rowStream } from './rows.ts';

const ROUTES = path.join(projectRoot(), 'web', 'routes', 'api', 'v1');
const operations = Object.entries<Operation>(OPERATIONS);

test('every route has its operation, every operation its route, and the document names them all', async () => {
  const routes = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('+server.ts'),
  );
  const served: string[] = [];
  for (const file of routes) {
    const module = (await import(path.join(ROUTES, file))) as Record<string, unknown>;
    const at = `/api/v1/${path.dirname(file).replaceAll('[', '{').replaceAll(']', '}')}`;
    served.push(...Object.keys(module).map((method) => `${method} ${at}`));
  }
  expect(served.sort()).toEqual(operations.map(([, { method, path: at }]) => `${method} ${at}`).sort());
  const { paths } = openapi() as unknown as { paths: Record<string, object> };
  const described = Object.entries(paths).flatMap(([at, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${at}`),
  );
  expect(described.sort()).toEqual(served);
});

test('the document is whole: every reference leads somewhere, every operation has a shape, every path its part', () => {
  const document = openapi() as unknown as {
    components: { schemas: object };
    paths: Record<string, Record<string, Described>>;
  };
  const text = JSON.stringify(document);
  for (const [, name = ''] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
    expect(Object.keys(document.components.schemas).map((one) => `#/components/schemas/${one}`)).toContain(
      name,
    );
  }
  expect(text).not.toContain('$defs');
  for (const [at, methods] of Object.entries(document.paths)) {
    for (const one of Object.values(methods)) {
      const parts = one.parameters
        .filter((parameter) => parameter.in === 'path')
        .map(({ name }) => `{${name}}`);
      expect(at.match(/\{\w+\}/g) ?? []).toEqual(parts);
      expect(one.responses['200'].content['application/json']?.schema).toMatchObject({ type: 'object' });
      expect(one.responses['400']).toBeDefined();
    }
  }
});

interface Described {
  parameters: { in: string; name: string }[];
  responses: { 200: { content: Record<string, { schema: object }> }; 400: object };
}

test('no query of the library has a parameter that the address needs for itself', async () => {
  for (const { id, params } of (await loadQueries()).values()) {
    expect([id, Object.keys(params).filter((name) => name === 'snapshot')]).toEqual([id, []]);
  }
});

test('a body with a key that is not known, or of another type, is refused', () => {
  const { body } = OPERATIONS.runSql;
  expect(body.safeParse({ sql: 'SELECT 1' }).success).toBe(true);
  for (const wrong of [
    {},
    { sql: 1 },
    { sql: ['SELECT 1'] },
    { sql: 'SELECT 1', surprise: 1 },
    { sql: 'SELECT 1', params: { a: {} } },
    { sql: 'SELECT 1', params: { 'a b': 1 } },
    { sql: 'SELECT 1', limit: 1e9 },
    { sql: 'SELECT 1', limit: '5' },
    { sql: 'SELECT 1', snapshot: '../../x' },
  ]) {
    expect([wrong, body.safeParse(wrong).success]).toEqual([wrong, false]);
  }
});

test.each([
  [undefined, 'json'],
  ['*/*', 'json'],
  ['text/csv, application/json;q=0.5', 'csv'],
  ['application/vnd.apache.arrow.stream', 'arrow'],
  ['text/html', 'not_acceptable'],
])('who accepts %s gets %s', (accept, format) => {
  const request = new Request('http://localhost/', accept === undefined ? {} : { headers: { accept } });
  const found = () => {
    try {
      return rowFormat(request);
    } catch (error) {
      return error instanceof CoalfaceError ? error.code : String(error);
    }
  };
  expect(found()).toBe(format);
});

test('faults are told with code, hint and place; of what is not ours nothing is told', async () => {
  const told = problem(
    new CoalfaceError('sql_refused', 'no', { hint: 'yes', where: { line: 2, character: 3 } }),
  );
  expect([told.status, told.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
  expect(problemSchema.parse(await told.json())).toMatchObject({
    code: 'sql_refused',
    hint: 'yes',
    place: { line: 2, character: 3 },
  });
  const inside = problem(new Error('/secret/place'));
  expect(inside.status).toBe(500);
  expect(await inside.text()).not.toContain('secret');
});

let sandbox: SandboxPool;
let home: Awaited<ReturnType<typeof snapshotHome>>['home'];
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ home, remove } = await snapshotHome());
  sandbox = new SandboxPool(home);
});
afterAll(async () => {
  await sandbox.close();
  await remove();
});

test.each([
  [{}, true, 'token_needed'],
  [{ 'sec-fetch-site': 'same-origin' }, true, 'let in'],
  [{ 'sec-fetch-site': 'same-origin' }, false, 'token_needed'],
  [{ 'sec-fetch-site': 'cross-site' }, true, 'token_needed'],
  [{ 'sec-fetch-site': 'same-origin', authorization: 'Bearer nonsense' }, true, 'bad_token'],
  [{ authorization: 'Basic YTpi' }, true, 'bad_token'],
])('who shows %j, at this machine: %s, is answered: %s', (headers, here, outcome) => {
  const request = new Request('http://localhost/api/v1/queries', { headers: headers as HeadersInit });
  const found = () => {
    try {
      requireAccess(request, 'read', { home, here, now: new Date() });
      return 'let in';
    } catch (error) {
      return error instanceof CoalfaceError ? error.code : String(error);
    }
  };
  expect(found()).toBe(outcome);
});

const ask = async (sql: string, signal = new AbortController().signal) =>
  (await rowStream(sandbox, { snapshot: SNAPSHOT, sql, values: {}, as: 'json' }, signal)).bytes;

test('a fault before the first rows is thrown, one among them breaks the stream off', async () => {
  await expect(ask('SELECT nosuch')).rejects.toMatchObject({ code: 'sql_failed' });
  const late = await ask(
    "SELECT CAST(CASE WHEN i < 500000 THEN '1' ELSE 'x' END AS INTEGER) AS n FROM range(1000000) t(i)",
  );
  await expect(new Response(late).text()).rejects.toMatchObject({ code: 'sql_failed' });
});

test('no rows are a whole answer', async () => {
  const none = await ask('SELECT 1 AS a WHERE false');
  expect(await new Response(none).json()).toMatchObject({ rows: [], truncated: false });
});

test('who reads slowly slows the statement down, who leaves cancels it', async () => {
  const outcomes: string[] = [];
  const stop = sandbox.onEnd((outcome) => outcomes.push(outcome));
  const reader = (await ask('SELECT i, i * 2 AS j FROM range(1000000) t(i)')).getReader();
  await reader.read();
  // 40 MB would long have come; the statement waits for the reader instead
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect([sandbox.load().running, outcomes]).toEqual([1, []]);
  await reader.cancel();
  await expect.poll(() => outcomes).toEqual(['sql_cancelled']);
  await expect.poll(() => sandbox.load().running).toBe(0);
  const controller = new AbortController();
  const endless = ask(
    'SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range = b.range + 1.5',
    controller.signal,
  );
  await expect.poll(() => sandbox.load().running, { timeout: 20_000 }).toBe(1);
  controller.abort();
  await expect(endless).rejects.toMatchObject({ code: 'sql_cancelled' });
  stop();
});
