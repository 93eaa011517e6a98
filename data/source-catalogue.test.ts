import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { rows } from './duck.ts';
import { writeSources } from './source-catalogue.ts';
import { loadSources } from './source-file.ts';
import { migrate } from './warehouse.ts';

test('the catalogue names every source as its file does, and says which are fetched from the network', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await migrate(connection);
  const sources = await loadSources();
  const deliveries = sources.get('deliveries');
  const bulletin = sources.get('port_bulletin');
  if (!deliveries || bulletin?.origin.kind !== 'http') throw new Error('the shipped sources have changed');
  const remote = { ...bulletin, id: 'remote', origin: { ...bulletin.origin, url: 'https://example.com/' } };
  await writeSources(connection, sources.values());
  await writeSources(connection, [deliveries, bulletin, remote]);
  expect(await rows(connection, 'FROM meta.source ORDER BY source')).toEqual([
    {
      source: 'deliveries',
      zh: '地磅发运',
      en: 'Weighbridge deliveries',
      object: 'delivery',
      origin: 'files',
      schedule: deliveries.schedule ?? null,
      remote: false,
    },
    expect.objectContaining({
      source: 'port_bulletin',
      origin: 'http',
      schedule: '40 9 * * *',
      remote: false,
    }),
    expect.objectContaining({ source: 'remote', object: 'observation', remote: true }),
  ]);
  connection.closeSync();
  instance.closeSync();
});
