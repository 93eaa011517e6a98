import { DuckDBInstance } from '@duckdb/node-api';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256Of } from '../data/digest.ts';
import { systemCode } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import { currentSnapshotId } from '../data/snapshots.ts';
import { Journal } from '../etl/journal.ts';
import { readReceipt } from '../data/receipt.ts';
import { rejectedRows } from '../data/quarantine.ts';
import { verifySnapshot } from '../etl/snapshots/verify.ts';
import { tableContents } from '../etl/testing/table-contents.ts';

/** Everything of an installation that must not depend on whether a run was disturbed. */
export interface State {
  /** rows of every table of the snapshot in service */
  tables: Record<string, string[]>;
  /** landed files by receipt: source, name, digest of the bytes that are there */
  landing: string[];
  /** rows kept aside, by landing id */
  quarantine: Record<string, unknown>;
  /** what the journal says is kept aside */
  recorded: string[];
  briefings: Record<string, { ofCurrent: boolean }>;
  /** faults of the snapshot in service, drafts and temporary files that were left: none */
  faults: string[];
}

/** Read the state of an installation that nobody writes. */
export async function stateOf(home: Home): Promise<State> {
  const journal = new Journal(home, () => new Date());
  const recorded = journal
    .quarantine()
    .map((one) => `${one.file} ${one.file_name} ${one.rows}`)
    .sort();
  const unfinished = journal.runs(100).filter(({ status }) => status === 'running');
  journal.close();
  const verdict = await verifySnapshot(home, (await currentSnapshotId(home)) ?? '', () => {});
  return {
    // `received_at` and `fetched_at` are of the clock
    tables: await tableContents(home, '^(received_at|fetched_at)$'),
    landing: await landed(home),
    quarantine: await keptAside(home),
    recorded,
    briefings: await briefings(home),
    faults: [
      ...verdict.faults.map(({ code }) => code),
      ...verdict.unchecked.map((what) => `no ${what}`),
      ...unfinished.map(({ id }) => `run ${id} never ended`),
      ...(await leftOver(home)),
    ],
  };
}

/**
 * A state without what tells how it came about: a run that fails in part publishes the rest, so that there may be one
 * publication, one briefing and one reading of a file more.
 */
export function withoutHistory(state: State): State {
  const { 'meta.load': _load, 'meta.resolution': _resolution, ...tables } = state.tables;
  return {
    ...state,
    tables,
    briefings: Object.fromEntries(Object.entries(state.briefings).filter(([, text]) => text.ofCurrent)),
  };
}

/** How many rows of one state are not in another. */
export function rowsLost(expected: State, found: State): number {
  let lost = 0;
  for (const [table, wanted] of Object.entries(expected.tables)) {
    const there = new Map<string, number>();
    for (const text of found.tables[table] ?? []) there.set(text, (there.get(text) ?? 0) + 1);
    for (const text of wanted) {
      const left = there.get(text) ?? 0;
      if (left === 0) lost += 1;
      else there.set(text, left - 1);
    }
  }
  return lost;
}

async function landed(home: Home): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(path.join(home.landing, 'receipts'))) {
    if (!name.endsWith('.json')) continue;
    const receipt = await readReceipt(home, name.slice(0, -'.json'.length));
    if (!receipt) throw new Error(`the receipt ${name} has no bytes`);
    const file = path.join(home.landing, receipt.sha256.slice(0, 2), receipt.sha256);
    found.push(`${receipt.id} ${receipt.source} ${receipt.name} ${await sha256Of(file)}`);
  }
  return found.sort();
}

async function keptAside(home: Home): Promise<Record<string, unknown>> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const found: Record<string, unknown> = {};
  for (const name of (await filesBelow(home.quarantine)).filter((one) => one.endsWith('.parquet')))
    found[name] = await rejectedRows(connection, `'${path.join(home.quarantine, name)}'`);
  connection.closeSync();
  instance.closeSync();
  return found;
}

async function briefings(home: Home): Promise<State['briefings']> {
  const found: State['briefings'] = {};
  for (const name of (await filesBelow(home.briefings)).filter((one) => one.endsWith('.json'))) {
    const { snapshot, ...text } = JSON.parse(await readFile(path.join(home.briefings, name), 'utf8'));
    found[name] = { ...text, ofCurrent: snapshot === (await currentSnapshotId(home)) };
  }
  return found;
}

async function leftOver(home: Home): Promise<string[]> {
  const names = await filesBelow(home.root);
  return names.filter((name) => /\.tmp$|(^|\/)draft-|^scratch\//.test(name));
}

async function filesBelow(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
      .sort();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
