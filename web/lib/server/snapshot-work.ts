import { error } from '@sveltejs/kit';
import { z } from 'zod';
import { CoalfaceError } from '../../../data/errors.ts';
import { homeAt } from '../../../data/home.ts';
import { pruneSnapshots } from '../../../data/prune.ts';
import { readManifest, type SnapshotManifest } from '../../../data/snapshot-manifest.ts';
import { listedSnapshots, type ListedSnapshot } from '../../../data/snapshot-list.ts';
import { holdNow, SnapshotLedgerReader, type Rollback } from '../../../data/snapshot-ledger-reader.ts';
import { readState } from '../../../data/state-reader.ts';
import { UNIT_CODES } from '../../../queries/engine/units.ts';
import { translator } from '#lib/i18n/index.ts';
import type { Lang } from '#lib/i18n/languages.ts';
import { command } from './command.ts';
import type { Refused } from './form-action.ts';
import { OneAtATime } from './one-at-a-time.ts';

/** A snapshot id, `YYYYMMDDTHHMMSSmmm`. */
export const snapshotId = z.string().regex(/^\d{8}T\d{9}$/);

const verdict = z.strictObject({
  id: z.string(),
  faults: z.array(
    z.strictObject({
      code: z.enum([
        'unknown_snapshot',
        'bad_manifest',
        'size_mismatch',
        'checksum_mismatch',
        'snapshot_unreadable',
        'row_count_mismatch',
        'table_unreadable',
      ]),
      message: z.string(),
    }),
  ),
  unchecked: z.array(z.enum(['checksum', 'row counts'])),
  tables: z.int(),
  rows: z.int(),
});
const unit = z.enum(UNIT_CODES).nullable();
const difference = z.strictObject({
  a: z.string(),
  b: z.string(),
  tables: z.array(
    z.strictObject({
      table: z.string(),
      before: z.int().nullable(),
      after: z.int().nullable(),
      keys: z.strictObject({ inserted: z.int(), removed: z.int(), changed: z.int() }).nullable(),
      columns: z.strictObject({ added: z.array(z.string()), removed: z.array(z.string()) }),
    }),
  ),
  asOf: z.strictObject({ before: z.string().nullable(), after: z.string().nullable() }),
  figures: z.array(
    z.strictObject({
      query: z.string(),
      metric: z.string(),
      zh: z.string(),
      en: z.string(),
      unit,
      before: z.number().nullable(),
      after: z.number().nullable(),
      difference: z.number().nullable(),
      differenceUnit: unit,
    }),
  ),
  errors: z.array(z.string()),
});

/** What verification found of a snapshot. */
export type Verdict = z.infer<typeof verdict>;
/** How two snapshots differ. */
export type Difference = z.infer<typeof difference>;
/** An answer, or the fault that there is none. */
export type Told<T> = { answer: T; fault: null } | { answer: null; fault: Refused['fault'] };

const gate = new OneAtATime();

async function told<T>(key: string, work: () => Promise<T>): Promise<Told<T>> {
  try {
    return { answer: await gate.run(key, work), fault: null };
  } catch (fault) {
    if (!(fault instanceof CoalfaceError)) throw fault;
    const { code, message, hint } = fault;
    return { answer: null, fault: { code, message, hint: hint ?? null } };
  }
}

/** Verify a snapshot; one verification or comparison runs at a time. */
export function verified(id: string): Promise<Told<Verdict | undefined>> {
  return told(`verify ${id}`, async () => {
    const args = ['snapshots', 'verify', '--', id];
    return (await command(homeAt(), args, z.array(verdict), { codes: [0, 1] }))[0];
  });
}

/** Compare two snapshots; one verification or comparison runs at a time. */
export function compared(a: string, b: string): Promise<Told<Difference>> {
  return told(`diff ${a} ${b}`, () => command(homeAt(), ['snapshots', 'diff', '--', a, b], difference));
}

/** The rollback that keeps runs from publishing now, or null. @throws CoalfaceError `state_unreadable` */
export function publishingHold(): Rollback | null {
  return holdNow(homeAt());
}

/** What the next pruning deletes: ids, oldest first, and their bytes. */
export async function wouldPrune(
  snapshots: readonly ListedSnapshot[],
): Promise<{ deleted: string[]; bytes: number }> {
  const pinned = new Set(snapshots.filter(({ pins }) => pins.length > 0).map(({ id }) => id));
  const { deleted, bytes } = await pruneSnapshots(homeAt(), { pinned, dryRun: true });
  return { deleted, bytes };
}

/** The kept snapshots, newest first, the hold and all rollbacks. @throws CoalfaceError `bad_manifest`, `state_unreadable` */
export async function snapshotState(): Promise<{
  snapshots: ListedSnapshot[];
  hold: Rollback | null;
  rollbacks: Rollback[];
}> {
  const home = homeAt();
  const database = readState(home, 'snapshot_rollback');
  const ledger = database && new SnapshotLedgerReader(database);
  try {
    return { ...(await listedSnapshots(home, ledger)), rollbacks: ledger?.rollbacks() ?? [] };
  } finally {
    ledger?.close();
  }
}

/** A kept snapshot by the id of an address, with its manifest. @throws HttpError 404 */
export async function keptSnapshot(
  id: string,
  lang: Lang,
): Promise<{ snapshot: ListedSnapshot; current: ListedSnapshot | null; manifest: SnapshotManifest | null }> {
  const { snapshots } = await snapshotState();
  const snapshot = snapshots.find((one) => one.id === id);
  if (!snapshot) {
    error(404, { code: 'unknown_snapshot', message: translator(lang)('snapshots.faults.unknown_snapshot') });
  }
  const manifest = await readManifest(homeAt(), id);
  return { snapshot, current: snapshots.find((one) => one.current) ?? null, manifest };
}
