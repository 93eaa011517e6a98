import type { DuckDBConnection } from '@duckdb/node-api';
import type { Source } from './source-file.ts';

/**
 * Write the catalogue of sources anew. Each statement commits by itself, because DuckDB refuses to delete and insert one
 * primary key within one transaction; a run killed in between refills on the next open.
 */
export async function writeSources(connection: DuckDBConnection, sources: Iterable<Source>): Promise<void> {
  await connection.run('DELETE FROM meta.source');
  for (const { id, title, object, origin, schedule } of sources) {
    await connection.run(
      'INSERT INTO meta.source VALUES ($id, $zh, $en, $object, $origin, $schedule, $remote)',
      {
        id,
        zh: title.zh,
        en: title.en,
        object,
        origin: origin.kind,
        schedule: schedule ?? null,
        remote: origin.kind === 'http' && !origin.url.includes('${SAMPLE_SITE}'),
      },
    );
  }
}
