import { inject, expect, test } from 'vitest';
import { readFile, readdir } from 'node:fs/promises';
import { coalface, npmStart, removeHome, temporaryHome } from './installation.ts';

test('npm start on an empty home shows each step, then one ready line', () => {
  const output = inject('startOutput');
  for (const step of ['sample', 'extract', 'load', 'marts', 'check', 'publish'])
    expect(output).toMatch(new RegExp(`^${step} `, 'm'));
  expect(output).toMatch(/schedules: .*deliveries.* \(Asia\/Shanghai\)/);
  expect(output.match(/^ready /gm)).toHaveLength(1);
});

test('started again it reuses what is there; Ctrl-C ends it and all that it started', async () => {
  const home = inject('home');
  const snapshots = async () => (await readdir(`${home}/snapshots`)).sort();
  const before = await snapshots();
  const second = await npmStart(home);
  expect(second.output()).not.toMatch(/^(sample|load) /m);
  expect(await (await fetch(`${second.url}/healthz`)).json()).toMatchObject({ ok: true });
  expect(await snapshots()).toEqual(before);
  await second.stop('SIGINT');
  await expect(fetch(`${second.url}/healthz`)).rejects.toThrow();
  expect(await processesWith(new URL(second.url).port)).toEqual([]);
});

/** Processes whose environment has this PORT (Linux; elsewhere the closed port must do). */
async function processesWith(port: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(`PORT=${port}`) ? [pid] : [];
    }),
  );
  return found.flat();
}

test('the command line answers from the published snapshot', async () => {
  const home = inject('home');
  const record = await coalface(home, 'query', 'port_record_high', '--format', 'json');
  expect(JSON.parse(record.text).rows[0]).toMatchObject({ stock_wt: 945.61, status: 'new' });
  const doctor = await coalface(home, 'doctor');
  expect(doctor.text).not.toMatch(/^fail/m);
  expect(doctor.code).toBe(0);
});

test('a port that is no port is refused by name', async () => {
  const home = await temporaryHome();
  process.env['PORT'] = 'dashboard';
  const refused = await coalface(home, 'start');
  delete process.env['PORT'];
  expect(refused).toMatchObject({ code: 1, text: expect.stringContaining('bad_port') });
  await removeHome(home);
});
