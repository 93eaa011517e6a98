import type { SnapshotSchema } from '../../../queries/engine/snapshot-schema.ts';
import { queryPool } from './pool.ts';

/** The one in service, the one before it, and some that somebody looks into. */
const KEPT = 4;
const kept = new Map<string, Promise<SnapshotSchema>>();

/** The schema of a snapshot, read once: a snapshot never changes. @throws CoalfaceError `unknown_snapshot` */
export function schemaOf(snapshot: string): Promise<SnapshotSchema> {
  const known = kept.get(snapshot);
  if (known) return known;
  const reading = queryPool().then((pool) => pool.schema(snapshot));
  kept.set(snapshot, reading);
  reading.catch(() => kept.delete(snapshot));
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return reading;
}
