import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { originalExplanation } from '../../queries/lineage/explanation.ts';
import { runEtl } from '../run.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from '../testing/small-home.ts';

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url));

let small: SmallHome;
beforeAll(async () => {
  small = await smallHome();
  await small.accounts([['C001', '江海电力股份有限公司', '江海电力', '电力', '2012-06-01']]);
  await small.deliveries('磅单.csv', [
    DELIVERY_HEADER,
    deliveryLine('A0', '2012-06-08', 'C001', 7),
    deliveryLine('A1', '2012-06-14', 'C001', 10),
    '',
    deliveryLine('A2', '2012-06-18', 'C001', 20),
  ]);
  let clock = Date.parse('2012-06-19T02:00:00Z');
  const now = () => new Date((clock += 1000));
  await runEtl({ home: small.home, sources: ['accounts', 'deliveries'], now, progress: () => {} });
});
afterAll(() => small.remove());

function explain(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, COALFACE_HOME: small.home.root, NO_COLOR: '1' };
  return new Promise((done) =>
    execFile(process.execPath, [CLI, 'explain', ...args], { env }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    ),
  );
}

test('a figure as text: value, rows, facts, the rows of the file as they stand in it, receipt and run', async () => {
  const { code, out } = await explain('headline_kpis', '--cell', '1,value');
  expect(code).toBe(0);
  expect(out).toMatch(/^本期 \/ This period = 0\.003$/m);
  expect(out).toContain('mart.account_day ← sales.delivery');
  expect(out).toContain('逐项核实');
  expect(out).toMatch(/事实行 facts: 2 {2}Σ net_t = 30\b/);
  expect(out).toMatch(/^原始行 original rows: 磅单\.csv [0-9a-f]{16}$/m);
  // the blank line between them is a record too
  expect(out).toMatch(/^3 +A1 +2012-06-14 08:30:00 .* 30\.000 +20\.000 +10\.000 +700\.00 /m);
  expect(out).toMatch(/^5 +A2 +2012-06-18 08:30:00 .* 40\.000 +20\.000 +20\.000 +700\.00 /m);
  expect(out).toContain('✓ kept');
});

test('--json gives the same, of the shape that is promised', async () => {
  const { code, out } = await explain('headline_kpis', '--cell', '1,value', '--json');
  expect(code).toBe(0);
  const made = originalExplanation.parse(JSON.parse(out));
  expect(made.cell).toMatchObject({ row: 1, column: 'value', value: 0.003 });
  expect(made.names).toEqual({ C001: { zh: '江海电力', en: '江海电力' } });
  expect(made.traces[0]).toMatchObject({
    title: { zh: '客户日发运', en: 'deliveries by day and account' },
    columns: { net_t: { zh: '净重(吨)', en: 'tonnes delivered' } },
    facts: { count: 2, sums: { net_t: 30 } },
  });
  const [original] = made.originals;
  const weight = original?.columns.indexOf('net_t') ?? -1;
  expect(original?.titles[weight]).toBe('净重(吨)');
  expect(original?.rows.map(({ row, cells }) => [row, cells[weight]])).toEqual([
    [3, '10.000'],
    [5, '20.000'],
  ]);
});

test('what cannot be explained is told as an error, for scripts as JSON', async () => {
  const unknown = await explain('no_such_query', '--cell', '1,value');
  expect(unknown).toMatchObject({ code: 1, err: expect.stringMatching(/^unknown_query: /) });
  const cell = await explain('headline_kpis', '--cell', '99,value', '--json');
  expect(cell.code).toBe(1);
  expect(JSON.parse(cell.err)).toMatchObject({ error: { code: 'unknown_cell' } });
  const snapshot = await explain('headline_kpis', '--cell', '1,value', '--snapshot', '20000101T000000000');
  expect(snapshot.err).toMatch(/^unknown_snapshot: /);
  expect((await explain('headline_kpis', '--cell', 'value')).code).toBe(2);
});
