import { expect, test } from 'vitest';
import { pointTo } from '../../data/publish.ts';
import { count } from '../../data/duck.ts';
import { currentSnapshotId, listSnapshots } from '../../data/snapshots.ts';
import { openWarehouse } from '../../data/warehouse.ts';
import { temporaryHome } from '../../queries/testing/warehouse-fixture.ts';
import { SnapshotLedger } from './ledger.ts';
import { publishUnlessHeld } from './publish-run.ts';

test('a rollback in the middle of a publication wins: the pointer stays where it was put', async () => {
  const { home, remove } = await temporaryHome();
  const warehouse = await openWarehouse(home);
  let clock = Date.parse('2012-06-19T02:00:00Z');
  const now = () => new Date((clock += 1000));
  const publish = (clockOfRun: () => Date) =>
    publishUnlessHeld(warehouse.connection, home, { now: clockOfRun, asOf: null, runs: ['r1'] });
  try {
    const good = (await publish(now)).snapshot?.id ?? '';
    const newer = (await publish(now)).snapshot?.id ?? '';
    // the run asks for the time when it has seen no hold and begins to copy
    const during = () => {
      const ledger = new SnapshotLedger(home, now);
      ledger.rollBack({ from: newer, to: good, by: 'li', reason: null, hold: true }, () =>
        pointTo(home, good),
      );
      ledger.close();
      return now();
    };
    expect(await publish(during)).toMatchObject({ snapshot: null, held: { to: good, by: 'li' } });
    expect([await currentSnapshotId(home), await listSnapshots(home)]).toEqual([good, [good, newer]]);
    // asked again, it is not even copied
    const recorded = () => count(warehouse.connection, 'SELECT count(*) FROM meta.publication');
    const before = await recorded();
    expect((await publish(now)).held).not.toBeNull();
    expect(await recorded()).toBe(before);
  } finally {
    warehouse.close();
    await remove();
  }
});
