import { faultPoint } from '#fault-point';
import type { DuckDBConnection } from '@duckdb/node-api';
import path from 'node:path';
import type { Home } from '../data/home.ts';
import { OBSERVATION, type Source } from '../data/source-file.ts';
import type { Step } from '../data/journal-records.ts';
import { landedFile, type Receipt } from '../data/receipt.ts';
import type { Flag } from './load/flag.ts';
import type { Meter } from './metered.ts';
import { judgeObservations } from './load/sentinel.ts';
import { recordResolution } from './names/restage.ts';
import { accountColumnsOf, resolveAccounts } from './resolve.ts';
import { stageFile, type Staged } from './stage/stage.ts';

/** Does the work of a step and records it. */
export type Recorder = <T>(step: Step, work: () => Promise<T>, detail?: (result: T) => string) => Promise<T>;

/** What judging a file needs. */
export interface Judgement {
  connection: DuckDBConnection;
  home: Home;
  recorded: Recorder;
  /** landing ids of files that are to be read again, this one among them: what they said is no measure of what they say */
  unread?: readonly string[] | undefined;
  /** told how far staging is */
  meter?: Meter;
}

/**
 * Stage an archived file, resolve its companies or judge its observations: all that can keep its rows aside.
 * @returns the staged file, to be disposed of, and what is remarkable about its observations
 * @throws CoalfaceError of the readers, the contract and the sentinel
 */
export async function judgedFile(
  source: Source,
  receipt: Receipt,
  { connection, home, recorded, unread = [], meter }: Judgement,
): Promise<{ staged: Staged; flags: Flag[] }> {
  const staged = await recorded('stage', () =>
    stageFile(
      connection,
      source,
      landedFile(home, receipt.sha256),
      receipt.name,
      scratchOf(home),
      receipt,
      meter,
    ),
  );
  try {
    const accounts = accountColumnsOf(source);
    if (accounts) {
      await recorded('resolve', async () => {
        await resolveAccounts(connection, staged, accounts);
        await recordResolution(connection, staged, receipt.id);
        faultPoint('resolution');
      });
    }
    if (source.object !== OBSERVATION) return { staged, flags: [] };
    const flags = await recorded('check', () => judgeObservations(connection, staged, receipt, unread));
    return { staged, flags };
  } catch (error) {
    await staged.dispose();
    throw error;
  }
}

/** Folder for the temporary files of a run. */
export function scratchOf(home: Home): string {
  return path.join(home.root, 'scratch');
}
