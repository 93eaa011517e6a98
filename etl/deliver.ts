import { faultPoint } from '#fault-point';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { renameDurably } from '../data/durable.ts';
import { systemCode } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import type { Snapshot } from '../data/snapshots.ts';
import { makeBriefing } from '../queries/briefing/briefing.ts';
import { plain } from '../queries/briefing/sentence.ts';
import { issueOf, weekOf } from '../queries/briefing/week.ts';
import { openQueryPool } from '../queries/engine/pool.ts';
import { SnapshotLedger } from './snapshots/ledger.ts';

const deliveredText = z.object({ snapshot: z.string() });

/** Whether nothing is left to deliver of a snapshot: its briefing is there, or it has no data date. */
export async function isDelivered(home: Home, snapshot: Snapshot): Promise<boolean> {
  if (!snapshot.asOf) return true;
  try {
    const text = await readFile(briefingFile(home, weekOf(snapshot.asOf)), 'utf8');
    return deliveredText.parse(JSON.parse(text)).snapshot === snapshot.id;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function briefingFile(home: Home, week: string): string {
  return path.join(home.briefings, `${week}.json`);
}

/**
 * Deliver what a new snapshot says: the text of the weekly briefing of its data date, as `briefings/<week>.json`
 * (issue, snapshot, hash of the cells used, key points in Chinese and English). The same snapshot gives the same bytes.
 * The briefing pins its snapshot, so that its numbers can be reproduced as long as it stands.
 * @returns the week, or null for a snapshot without a data date
 */
export async function deliver(home: Home, snapshot: Snapshot, now: () => Date): Promise<string | null> {
  if (!snapshot.asOf) return null;
  const week = weekOf(snapshot.asOf);
  const pool = await openQueryPool(home);
  const ledger = new SnapshotLedger(home, now);
  try {
    const briefing = await makeBriefing(issueOf(week), (id, params) =>
      pool.run(id, params, { snapshot: snapshot.id }),
    );
    const text = {
      issue: briefing.issue,
      snapshot: snapshot.id,
      hash: briefing.hash,
      points: { zh: briefing.points.zh.map(plain), en: briefing.points.en.map(plain) },
    };
    await mkdir(home.briefings, { recursive: true });
    const file = briefingFile(home, week);
    await ledger.pinBriefing(week, snapshot.id, async () => {
      faultPoint('briefing_pinned');
      await writeFile(`${file}.tmp`, `${JSON.stringify(text, null, 2)}\n`);
      renameDurably(`${file}.tmp`, file);
    });
    return week;
  } finally {
    ledger.close();
    await pool.close();
  }
}
