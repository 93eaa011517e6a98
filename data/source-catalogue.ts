import type { DuckDBConnection } from '@duckdb/node-api';
import { insertRecords } from './duck.ts';
import { isRemote } from './origin-schema.ts';
import type { Source } from './source-file.ts';

const SOURCE = {
  source: 'VARCHAR',
  zh: 'VARCHAR',
  en: 'VARCHAR',
  object: 'VARCHAR',
  origin: 'VARCHAR',
  schedule: 'VARCHAR',
  remote: 'BOOLEAN',
};

/**
 * Write the catalogue of sources anew. Each statement commits by itself, because DuckDB refuses to delete and insert one
 * primary key within one transaction; a run killed in between refills on the next open.
 */
export async function writeSources(connection: DuckDBConnection, sources: Iterable<Source>): Promise<void> {
  const records = [...sources].map(({ id, title, object, origin, schedule }) => ({
    source: id,
    zh: title.zh,
    en: title.en,
    object,
    origin: origin.kind,
    schedule,
    remote: isRemote(origin),
  }));
  await connection.run('DELETE FROM meta.source');
  await insertRecords(connection, 'meta.source', SOURCE, records);
}
