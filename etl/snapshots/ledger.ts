import { CoalfaceError } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { SnapshotLedgerReader, type Pin, type Rollback } from '../../data/snapshot-ledger-reader.ts';
import { openState } from '../state-database.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS snapshot_pin (
    snapshot TEXT NOT NULL, briefing TEXT, reason TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS snapshot_rollback (
    id INTEGER PRIMARY KEY AUTOINCREMENT, from_snapshot TEXT, to_snapshot TEXT NOT NULL, at TEXT NOT NULL,
    by TEXT NOT NULL, reason TEXT, hold INTEGER NOT NULL, released_at TEXT, released_by TEXT) STRICT;
`;

/**
 * What people decided about snapshots, in `state.sqlite`: pins, rollbacks and the hold on publishing. A rollback is never
 * deleted; its release is recorded beside it.
 */
export class SnapshotLedger extends SnapshotLedgerReader {
  readonly #now: () => Date;

  /** @throws CoalfaceError `state_unreadable` */
  constructor(home: Home, now: () => Date) {
    super(openState(home, SCHEMA));
    this.#now = now;
  }

  /** Pin a snapshot by hand; the reason of an earlier pin by hand is replaced. */
  pin(snapshot: string, reason: string, by: string): void {
    this.#exclusively(() => {
      this.unpin(snapshot);
      this.#insertPin({ snapshot, briefing: null, reason, by });
    });
  }

  /** Take the pin that was set by hand away. @returns whether there was one */
  unpin(snapshot: string): boolean {
    const { changes } = this.db
      .prepare('DELETE FROM snapshot_pin WHERE snapshot = ? AND briefing IS NULL')
      .run(snapshot);
    return changes > 0;
  }

  /**
   * Pin the snapshot that a briefing cites while `publish` writes the briefing. The snapshot that its former edition cites
   * is let go of afterwards, so that at no instant a published briefing cites a snapshot that may be pruned.
   */
  async pinBriefing(briefing: string, snapshot: string, publish: () => Promise<void>): Promise<void> {
    const before = this.pins().filter((pin) => pin.briefing === briefing);
    if (!before.some((pin) => pin.snapshot === snapshot)) {
      this.#insertPin({ snapshot, briefing, reason: `briefing ${briefing}`, by: 'coalface' });
    }
    await publish();
    this.db.prepare('DELETE FROM snapshot_pin WHERE briefing = ? AND snapshot <> ?').run(briefing, snapshot);
  }

  /**
   * Record a rollback, then swap the pointer: a run that is publishing has swapped before, or finds the hold; and a kill in
   * between leaves a hold too many, never a pointer that the next run moves on. A swap that fails leaves no record.
   * @param point swaps the pointer
   */
  rollBack(
    said: { from: string | null; to: string; by: string; reason: string | null; hold: boolean },
    point: () => void,
  ): void {
    const { lastInsertRowid } = this.db
      .prepare(
        'INSERT INTO snapshot_rollback (from_snapshot, to_snapshot, at, by, reason, hold) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(said.from, said.to, this.#time(), said.by, said.reason, said.hold ? 1 : 0);
    try {
      point();
    } catch (error) {
      this.db.prepare('DELETE FROM snapshot_rollback WHERE id = ?').run(lastInsertRowid);
      throw error;
    }
  }

  /**
   * Swap the pointer for a run, unless publishing is held; under the lock of the database, so that no rollback comes in
   * between.
   * @param point swaps the pointer; synchronous
   * @throws CoalfaceError `publishing_held`
   */
  publish(point: () => void): void {
    this.#exclusively(() => {
      const hold = this.hold();
      if (hold) {
        throw new CoalfaceError('publishing_held', `publishing is held since ${hold.at} by ${hold.by}`, {
          hint: 'the rows are loaded; `coalface snapshots release` lets the next run publish them',
        });
      }
      point();
    });
  }

  /** Let runs publish again. @returns the rollbacks whose hold ended now */
  release(by: string): Rollback[] {
    return this.#exclusively(() => {
      const held = this.rollbacks().filter((one) => one.hold && one.releasedAt === null);
      const at = this.#time();
      for (const { id } of held) {
        this.db
          .prepare('UPDATE snapshot_rollback SET released_at = ?, released_by = ? WHERE id = ?')
          .run(at, by, id);
      }
      return held;
    });
  }

  #insertPin(pin: Omit<Pin, 'at'>): void {
    this.db
      .prepare('INSERT INTO snapshot_pin (snapshot, briefing, reason, at, by) VALUES (?, ?, ?, ?, ?)')
      .run(pin.snapshot, pin.briefing, pin.reason, this.#time(), pin.by);
  }

  #time(): string {
    return this.#now().toISOString();
  }

  #exclusively<T>(work: () => T): T {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      this.db.exec('ROLLBACK');
      throw error;
    }
  }
}
