import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runEtl } from './run.ts';
import { smallHome, type SmallHome } from './testing/small-home.ts';

const CLI = fileURLToPath(new URL('cli.ts', import.meta.url));
let small: SmallHome;
let writer: ChildProcess | undefined;
beforeEach(async () => {
  small = await smallHome();
});
afterEach(async () => {
  await release();
  await small.remove();
});

async function release(): Promise<void> {
  if (!writer || writer.exitCode !== null || writer.signalCode !== null) return;
  writer.kill('SIGKILL');
  await once(writer, 'exit');
}

/** Another process that holds the warehouse; with a run of its own in the journal, or without. */
async function hold(run: boolean): Promise<number> {
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const script = `
    import { openWarehouse } from ${module('../data/warehouse.ts')};
    import { homeAt } from ${module('../data/home.ts')};
    import { Journal } from ${module('journal.ts')};
    const home = homeAt(${JSON.stringify(small.home.root)});
    await openWarehouse(home);
    if (${run}) new Journal(home, () => new Date('2012-06-19T01:30:00Z')).startRun(['accounts', 'deliveries']);
    process.stdout.write('held');
    setInterval(() => {}, 1000);`;
  writer = spawn(process.execPath, ['--input-type=module', '--eval', script]);
  await once(writer.stdout!, 'data');
  return writer.pid!;
}

function coalface(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    const { FORCE_COLOR: _, ...inherited } = process.env;
    const env = { ...inherited, COALFACE_HOME: small.home.root, COALFACE_OFFLINE: '1', NO_COLOR: '1' };
    execFile(process.execPath, [CLI, ...args], { env }, (error, out, err) =>
      done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

test('who finds the warehouse held is told by which run, since when and by which process', async () => {
  const pid = await hold(true);
  const holder = `run 20120619T013000000 of accounts deliveries, since 2012-06-19T01:30:00.000Z, PID ${pid}`;
  const said = await coalface('etl', 'run', 'accounts', '--no-wait', '--json');
  expect(said.code).toBe(1);
  expect(JSON.parse(said.out)).toMatchObject({
    run: null,
    status: 'failed',
    errors: [
      {
        code: 'warehouse_locked',
        message: `another run is writing: ${holder}`,
        passing: true,
        where: { file: small.home.warehouse },
      },
    ],
  });
  expect((await coalface('etl', 'status')).out).toContain(`writing   ${holder}\n`);
  await release();
  expect((await coalface('etl', 'status')).out).not.toContain('writing');
}, 120_000);

test('a run waits for another, says at once for whom, and goes on when it ends', async () => {
  const pid = await hold(true);
  await small.accounts([['C001', '江海电力股份有限公司', '江海电力', '电力', '2012-06-01']]);
  const told: string[] = [];
  const { files } = await runEtl({
    home: small.home,
    sources: ['accounts'],
    now: () => new Date('2012-06-19T02:00:00Z'),
    progress: () => {},
    waitMs: 20_000,
    waiting(holder) {
      told.push(holder);
      writer?.kill('SIGKILL');
    },
  });
  expect(told).toEqual([expect.stringContaining(`since 2012-06-19T01:30:00.000Z, PID ${pid}`)]);
  expect(files).toHaveLength(1);
}, 120_000);

test('a writer that is no run is named by its process; seconds to wait are whole', async () => {
  const pid = await hold(false);
  const said = await coalface('etl', 'run', 'accounts', '--wait', '0');
  expect(said).toMatchObject({ code: 1, err: expect.stringContaining('warehouse_locked') as string });
  expect(said.err).toContain(`PID ${pid}`);
  expect((await coalface('etl', 'run', '--wait', '1.5')).code).toBe(2);
}, 120_000);
