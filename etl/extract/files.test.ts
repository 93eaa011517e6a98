import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runEtl } from '../run.ts';
import { smallHome, type SmallHome } from '../testing/small-home.ts';

let small: SmallHome;
beforeEach(async () => {
  small = await smallHome();
});
afterEach(() => small.remove());

const source = (object: string) => `
id: ledger_${object}
title: { zh: 台账, en: ledger }
object: ${object}
origin: { kind: files, folder: ledger }
drift: { columns: discard_value }
`;

test('two sources read one folder, each with receipts of its own', async () => {
  const { home } = small;
  await mkdir(home.sources, { recursive: true });
  await mkdir(path.join(home.inbox, 'ledger'), { recursive: true });
  for (const object of ['contract_schedule', 'crm_role']) {
    await writeFile(path.join(home.sources, `${object}.yaml`), source(object));
  }
  await writeFile(
    path.join(home.inbox, 'ledger', 'a.csv'),
    '角色编号,角色名称,合同编号,月份,计划量(吨)\nR1,经理,HT-1,2012-06-01,100\n',
  );
  const run = (minute: number) =>
    runEtl({
      home,
      sources: ['ledger_contract_schedule', 'ledger_crm_role'],
      now: () => new Date(Date.UTC(2012, 5, 19, 1, minute)),
      progress: () => {},
    });
  const first = await run(1);
  expect(first.errors).toEqual([]);
  expect(first.files.map(({ source: id, counts }) => [id, counts.inserted])).toEqual([
    ['ledger_contract_schedule', 1],
    ['ledger_crm_role', 1],
  ]);
  expect((await run(2)).files).toEqual([]);
});
