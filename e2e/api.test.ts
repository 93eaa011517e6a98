import AxeBuilder from '@axe-core/playwright';
import { tableFromIPC } from 'apache-arrow';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launch, openPage } from './browser.ts';
import { coalface } from './installation.ts';

const url = inject('url');
let browser: Browser;
const secrets = { read: '', sql: '' };
beforeAll(async () => {
  for (const scope of ['read', 'sql'] as const) {
    const { text } = await coalface(
      inject('home'),
      'tokens',
      'add',
      `e2e-${scope}`,
      '--scope',
      scope,
      '--json',
    );
    secrets[scope] = (JSON.parse(text) as { secret: string }).secret;
  }
  browser = await launch();
});
afterAll(() => browser.close());

const ask = (path: string, headers: Record<string, string> = {}, secret = secrets.sql) =>
  fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${secret}`, ...headers } });
const post = (path: string, body: unknown, headers: Record<string, string> = {}, secret = secrets.sql) =>
  fetch(`${url}/api/v1/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const codeOf = async (answer: Promise<Response>) => {
  const response = await answer;
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const { code, status } = (await response.json()) as { code: string; status: number };
  expect(status).toBe(response.status);
  return [status, code];
};

test('snapshots, runs, queries and schema', async () => {
  const { snapshots } = (await (await ask('snapshots')).json()) as { snapshots: { current: boolean }[] };
  expect(snapshots[0]).toMatchObject({ current: true, asOf: '2012-06-18' });
  const { runs } = (await (await ask('runs?limit=20')).json()) as { runs: object[] };
  expect(runs).toContainEqual(expect.objectContaining({ status: 'ok' }));
  const { queries } = (await (await ask('queries')).json()) as { queries: { id: string }[] };
  expect(queries.map(({ id }) => id)).toContain('port_stock');
  expect(await (await ask('queries/port_stock')).json()).toMatchObject({ id: 'port_stock', area: 'market' });
  const schema = await ask('schema');
  const { relations } = (await schema.json()) as { relations: { name: string; rows: number }[] };
  expect(relations.find(({ name }) => name === 'sales.delivery')?.rows).toBeGreaterThan(1000);
  const etag = schema.headers.get('etag') ?? '';
  expect((await ask('schema', { 'if-none-match': etag })).status).toBe(304);
});

test('the rows of a query come in three forms with equal figures, and are not sent again', async () => {
  const at = (accept: string) => ask('queries/price_change/data', { accept });
  const json = await at('application/json');
  const { rows } = (await json.json()) as { rows: { grade: string; mid: number }[] };
  expect(rows.map(({ grade, mid }) => [grade, mid])).toEqual([
    ['Q5800', 785],
    ['Q5500', 725],
    ['Q5000', 625],
    ['Q4500', 525],
  ]);
  const arrow = await at('application/vnd.apache.arrow.stream');
  const table = tableFromIPC(new Uint8Array(await arrow.arrayBuffer()));
  expect(table.getChild('grade')?.toArray()).toEqual(['Q5800', 'Q5500', 'Q5000', 'Q4500']);
  const csv = await at('text/csv');
  expect([...new Uint8Array(await csv.clone().arrayBuffer()).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(await csv.text()).toContain('Q5500,2012-06-18');
  const etag = json.headers.get('etag') ?? '';
  expect(etag).toMatch(/^"/);
  expect(csv.headers.get('etag')).not.toBe(etag);
  const again = await ask('queries/price_change/data', { accept: 'application/json', 'if-none-match': etag });
  expect([again.status, again.headers.get('etag')]).toEqual([304, etag]);
  const snapshot = json.headers.get('coalface-snapshot') ?? '';
  const named = await ask(`queries/price_change/data?snapshot=${snapshot}`, { accept: 'application/json' });
  expect(named.headers.get('etag')).toBe(etag);
});

test('free SQL: rows with bound values, a limit, and the plan', async () => {
  const body = { sql: 'SELECT $name AS name, i FROM range(10) t(i)', params: { name: '煤' }, limit: 2 };
  expect(await (await post('sql', body)).json()).toMatchObject({
    rows: [
      { name: '煤', i: 0 },
      { name: '煤', i: 1 },
    ],
    truncated: true,
  });
  const plan = await post('sql/plan', { sql: 'SELECT count(*) FROM sales.delivery' });
  expect(await plan.json()).toMatchObject({ reads: ['sales.delivery'], plan: [expect.any(Object)] });
});

test('a million rows are streamed, and who hangs up cancels the statement', async () => {
  const cancelled = async () =>
    Number(/coalface_sql_total\{outcome="sql_cancelled"\} (\d+)/.exec(await metrics())?.[1] ?? 0);
  const metrics = async () => (await fetch(`${url}/metrics`)).text();
  const before = await cancelled();
  const answer = await post('sql', {
    sql: 'SELECT i, i * 2 AS j, md5(i::VARCHAR) AS k FROM range(1000000) t(i)',
  });
  const reader = answer.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await expect.poll(cancelled, { timeout: 20_000 }).toBe(before + 1);
  expect(await metrics()).toMatch(/^coalface_sql_running 0$/m);
});

test('faults are problems with a code', async () => {
  const named = await Promise.all([
    codeOf(fetch(`${url}/api/v1/queries`)),
    codeOf(ask('queries', {}, 'coalface_nonsense')),
    codeOf(post('sql', { sql: 'SELECT 1' }, {}, secrets.read)),
    codeOf(ask('queries/nope')),
    codeOf(ask('queries/port_stock/data?surprise=1')),
    codeOf(ask('queries/port_stock/data?from=2012-02-30')),
    codeOf(ask('queries/port_stock/data?from=2012-01-01&from=2012-01-02')),
    codeOf(ask('queries/port_stock/data?snapshot=20200101T000000000')),
    codeOf(ask('queries/port_stock/data', { accept: 'text/html' })),
    codeOf(ask('runs?limit=0')),
    codeOf(ask('nowhere')),
    codeOf(post('queries', {})),
    codeOf(post('sql', { sql: 'SELECT 1', surprise: 1 })),
    codeOf(post('sql', '{')),
    codeOf(post('sql', 'SELECT 1', { 'content-type': 'text/plain' })),
    codeOf(post('sql', { sql: 'SELECT 1' }, { origin: 'http://evil.example' })),
  ]);
  expect(named).toEqual([
    [401, 'token_needed'],
    [401, 'bad_token'],
    [403, 'scope_needed'],
    [404, 'unknown_query'],
    [400, 'unknown_parameter'],
    [400, 'bad_parameter'],
    [400, 'bad_parameter'],
    [404, 'unknown_snapshot'],
    [406, 'not_acceptable'],
    [400, 'bad_parameter'],
    [404, 'unknown_route'],
    [405, 'wrong_method'],
    [400, 'bad_body'],
    [400, 'bad_body'],
    [415, 'unsupported_media'],
    [403, 'cross_site'],
  ]);
  const refused = await post('sql', { sql: "SELECT 1,\n  read_text('/etc/passwd')" });
  expect(await refused.json()).toMatchObject({ code: 'sql_refused', place: { line: 2, character: 3 } });
});

test('a token that was revoked is good no more', async () => {
  const made = await coalface(inject('home'), 'tokens', 'add', 'e2e-short', '--scope', 'read', '--json');
  const { secret } = JSON.parse(made.text) as { secret: string };
  expect((await ask('queries', {}, secret)).status).toBe(200);
  await coalface(inject('home'), 'tokens', 'revoke', 'e2e-short');
  expect(await codeOf(ask('queries', {}, secret))).toEqual([401, 'bad_token']);
});

test('our own page asks without a token, and the document needs none', async () => {
  const page = await openPage(browser, `${url}/api`);
  const status = (path: string) => page.evaluate(async (at) => (await fetch(at)).status, path);
  expect(await status('/api/v1/queries')).toBe(200);
  await page.context().close();
  expect(await (await fetch(`${url}/api/v1/openapi.json`)).json()).toMatchObject({ openapi: '3.1.0' });
});

test('the page names every operation and gives examples, without a script, complete in English', async () => {
  const page = await openPage(browser, `${url}/api`, { javaScriptEnabled: false });
  const { paths } = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  const documented = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  const shown = await page
    .locator('[data-operation]')
    .evaluateAll((found) => found.map((one) => one.getAttribute('data-operation')));
  expect(shown.sort()).toEqual(documented.sort());
  const examples = (await page.locator('section[aria-labelledby=examples]').textContent()) ?? '';
  for (const name of ['curl', 'pyarrow', 'Web.Contents', 'httr2', `${url}/api/v1/sql`])
    expect(examples).toContain(name);
  await page.context().close();
  const english = await openPage(browser, `${url}/api?lang=en`);
  const main = (await english.locator('main').textContent()) ?? '';
  expect(main.match(/[\u4e00-\u9fff]+/g)).toBeNull();
  await english.context().close();
});

test.each([
  ['light', 'zh-CN', 1440],
  ['dark', 'en', 390],
] as const)(
  'axe finds nothing serious and nothing overflows: %s, %s, %i px',
  async (colorScheme, lang, width) => {
    const page = await openPage(browser, `${url}/api?lang=${lang}`, {
      colorScheme,
      viewport: { width, height: 900 },
    });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
    expect(serious.map((one) => `${one.id}: ${one.nodes[0]?.html}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.context().close();
  },
);
