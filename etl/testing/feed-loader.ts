import type { DuckDBConnection } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { rows } from '../../data/duck.ts';
import { writeSeries } from '../../data/series.ts';
import { parseSource, type Source } from '../../data/source-file.ts';
import type { Flag } from '../load/flag.ts';
import { loadStaged, type LoadCounts } from '../load/load.ts';
import { judgeObservations } from '../load/sentinel.ts';
import { rejectedRows, type RejectedRow } from '../../data/quarantine.ts';
import { stageFile } from '../stage/stage.ts';
import { useCellConnection } from './cell-connection.ts';

/** What became of a file: `counts` without the records that it read. */
export interface FeedLoad {
  counts: Omit<LoadCounts, 'read'>;
  flags: Flag[];
  rejected: RejectedRow[];
}

/** Loads files of figures into a warehouse in memory, without landing and publication. */
export interface FeedLoader {
  connection(): DuckDBConnection;
  /** sources of observations, by the rest of their YAML; the series catalogue is theirs alone */
  sources(...yaml: string[]): Promise<Source[]>;
  /** stage, judge and load a file; one of a name that was loaded before is the same file, read again */
  load(source: Source, name: string, lines: readonly string[], publishedAt?: string): Promise<FeedLoad>;
  /** rows of a statement, their cells as texts */
  ask(sql: string): Promise<(string | null)[][]>;
}

const TABLES = ['market.observation', 'market.flag', 'meta.load', 'meta.file', 'meta.touched'];

/** A loader whose warehouse is empty before every test of the file. */
export function useFeedLoader(): FeedLoader {
  const connection = useCellConnection();
  let folder: string;
  let loads = 0;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'coalface-feed-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    for (const table of TABLES) await connection().run(`DELETE FROM ${table}`);
  });
  return {
    connection,
    async sources(...yaml) {
      const parsed = yaml.map((text, i) =>
        parseSource(
          `title: { zh: 试, en: trial }\nobject: observation\norigin: { kind: files, folder: f${i} }\n${text}`,
          `${i}.yaml`,
        ),
      );
      await writeSeries(connection(), parsed);
      return parsed;
    },
    async load(source, name, lines, publishedAt) {
      loads += 1;
      const file = path.join(folder, 'a.csv');
      await writeFile(file, lines.join('\n'));
      const receivedAt = new Date(Date.parse('2026-06-01T01:00:00Z') + loads * 1000).toISOString();
      const receipt = {
        id: createHash('sha256').update(`${source.id} ${name}`).digest('hex').slice(0, 16),
        source: source.id,
        name,
        url: null,
        sha256: 'x',
        bytes: 1,
        receivedAt,
        publishedAt: publishedAt ?? null,
        headers: {},
      };
      const staged = await stageFile(connection(), source, file, name, folder);
      try {
        const flags = await judgeObservations(connection(), staged, receipt);
        const rejected = await rejectedRows(connection(), 'rejected');
        const run = `run${loads}`;
        const { read: _, ...counts } = await loadStaged(connection(), staged, receipt, {
          run,
          now: new Date(receivedAt),
          flags,
        });
        return { counts, flags, rejected };
      } finally {
        await staged.dispose();
      }
    },
    async ask(sql) {
      const found = await rows<Record<string, string | null>>(
        connection(),
        `SELECT COLUMNS(*)::VARCHAR FROM (${sql})`,
      );
      return found.map((row) => Object.values(row));
    },
  };
}
