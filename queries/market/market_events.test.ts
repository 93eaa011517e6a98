import { expect, test } from 'vitest';
import { useWarehouse } from '../testing/use-warehouse.ts';

const ask = useWarehouse(async () => {});

test('events that overlap the dates, however long they began before', async () => {
  expect(await ask('market_events', { from: '2012-06-01', to: '2012-06-18' })).toMatchObject([
    { kind: 'price_cap' },
  ]);
  expect((await ask('market_events')).map((row) => row.kind)).toEqual(['price_cap', 'daqin_maintenance']);
});
