import { setTimeout as sleep } from 'node:timers/promises';
import type { Home } from '../data/home.ts';
import { messageOf } from '../data/errors.ts';
import { openQueryPool } from '../queries/engine/pool.ts';
import { loadQueries, parseQueryFile } from '../queries/engine/query-file.ts';

/** What a reader saw while the writer was disturbed. */
export interface Reading {
  requests: number;
  /** requests that failed or whose answer was not of one whole snapshot, with what was wrong */
  failures: string[];
  /** the snapshots that answered, in order */
  snapshots: string[];
}

/** Facts and their marts are of one run, and the newest publication is that of the snapshot itself. */
const WHOLE = parseQueryFile(
  `/*
title: { zh: 一致, en: Whole }
answers: { zh: 一致?, en: Whole? }
params: { nonce: { type: integer, default: 0, label: { zh: 序, en: Nonce } } }
columns:
  facts: { zh: 事实, en: Facts }
  marts: { zh: 汇总, en: Marts }
  publication: { zh: 发布, en: Publication }
  loads: { zh: 装载, en: Loads }
  nonce: { zh: 序, en: Nonce }
roles: [analyst]
*/ SELECT (SELECT sum(net_t) FROM sales.delivery WHERE _deleted_on IS NULL)::DOUBLE AS facts,
  (SELECT sum(net_t) FROM mart.account_day)::DOUBLE AS marts,
  (SELECT max(snapshot) FROM meta.publication) AS publication,
  (SELECT count(*) FROM meta.load) AS loads, $nonce AS nonce`,
  'whole',
  'ops',
);

/** Ask two queries in a loop, following `CURRENT`, until stopped; as the server does, but without pause. */
export async function startReader(home: Home): Promise<{ stop(): Promise<Reading> }> {
  const conservation = (await loadQueries()).get('row_conservation');
  if (!conservation) throw new Error('there is no query row_conservation');
  const queries = new Map([
    ['whole', WHOLE],
    ['row_conservation', conservation],
  ]);
  const pool = await openQueryPool(home, queries);
  const reading: Reading = { requests: 0, failures: [], snapshots: [] };
  let stopped = false;
  const ask = async (): Promise<string> => {
    await pool.refresh();
    const { snapshot, data } = await pool.run('whole', { nonce: reading.requests });
    const { data: loads, rowCount } = await pool.run('row_conservation', {}, { snapshot });
    const [facts, marts, publication, count] = ['facts', 'marts', 'publication', 'loads'].map(
      (name) => data[name]?.[0],
    );
    if (facts !== marts) throw new Error(`${snapshot}: ${facts} t delivered, ${marts} t in the marts`);
    if (publication !== snapshot) throw new Error(`${snapshot} says that it is ${publication}`);
    if (Number(count) !== rowCount || loads['ok']?.some((ok) => ok !== true))
      throw new Error(`${snapshot}: rows are not conserved`);
    return snapshot;
  };
  const loop = (async () => {
    while (!stopped) {
      try {
        const snapshot = await ask();
        if (reading.snapshots.at(-1) !== snapshot) reading.snapshots.push(snapshot);
      } catch (error) {
        reading.failures.push(messageOf(error));
      }
      reading.requests += 2;
      // the tests share two cores with the writer
      await sleep(5);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await loop;
      await pool.close();
      return reading;
    },
  };
}
