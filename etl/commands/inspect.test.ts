import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadSources } from '../../data/source-file.ts';
import { smallHome, type SmallHome } from '../testing/small-home.ts';
import { inspectCommand } from './inspect.ts';

let small: SmallHome;
let file: string;
beforeEach(async () => {
  small = await smallHome();
  vi.stubEnv('COALFACE_HOME', small.home.root);
  file = path.join(small.home.root, 'quotas.csv');
  await writeFile(file, '合同编号,月份,计划量\nHT-01,2012-06-01,12000\n');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  await small.remove();
});

async function inspect(...args: string[]): Promise<string> {
  let text = '';
  const output = { write: (part: string) => void (text += part), isTTY: false, columns: 120 };
  await inspectCommand({ output, now: () => new Date(0) }).parseAsync(['node', 'coalface', file, ...args]);
  return text;
}

test('a saved source is one of the installation, and is never written over', async () => {
  expect(await inspect('--save')).toContain('contract_schedule_quotas.yaml');
  const sources = await loadSources(small.home);
  expect(sources.get('contract_schedule_quotas')).toMatchObject({ object: 'contract_schedule' });
  await expect(inspect('--save')).rejects.toMatchObject({ code: 'source_exists' });
  const other = path.join(small.home.root, 'elsewhere', 'a.yaml');
  await inspect('--save', other);
  expect(await readFile(other, 'utf8')).toContain('id: contract_schedule_quotas');
});

test('JSON holds what the text says', async () => {
  const seen: unknown = JSON.parse(await inspect('--format', 'json'));
  expect(seen).toMatchObject({
    object: 'contract_schedule',
    columns: [
      { index: 0, field: 'contract_no', evidence: 'header' },
      { index: 1, field: 'month', evidence: 'header' },
      { index: 2, field: 'qty_t', evidence: 'header' },
    ],
    units: [{ field: 'qty_t', where: 'none', needed: true }],
    rehearsal: { records: 2, accepted: 0, complaints: [{ code: 'unit_unknown', rows: 1 }] },
    source: { id: 'contract_schedule_quotas' },
  });
});

test('a file that cannot be loaded as what it is taken for ends with exit code 1', async () => {
  expect(await inspect('--object', 'contract')).toContain('缺必填列');
  expect(process.exitCode).toBe(1);
});
