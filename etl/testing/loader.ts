import type { DuckDBConnection } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { rows } from '../../data/duck.ts';
import { objectCatalogue } from '../../data/object-file.ts';
import { parseSource, type Source } from '../../data/source-file.ts';
import { loadStaged, type LoadCounts } from '../load/load.ts';
import { accountColumnsOf, resolveAccounts } from '../resolve.ts';
import { stageFile } from '../stage/stage.ts';
import { useCellConnection } from './cell-connection.ts';

/** Loads files into a warehouse in memory, one by one, without landing and publication. */
export interface Loader {
  connection(): DuckDBConnection;
  /** a source of an object, by the rest of its YAML */
  source(object: string, id: string, more?: string): Source;
  /** stage, resolve and load a file; its rows must be conserved */
  load(source: Source, name: string, lines: readonly string[]): Promise<LoadCounts>;
  /** rows of a statement, their cells as texts */
  ask(sql: string): Promise<unknown[][]>;
}

const META = ['load', 'file', 'touched', 'full_export', 'full_export_aside', 'flag_statement'];

/** A loader whose warehouse is empty before every test of the file. */
export function useLoader(): Loader {
  const connection = useCellConnection();
  let folder: string;
  let loads = 0;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'coalface-loader-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    const tables = [...objectCatalogue().values()].map((object) => object.table);
    for (const table of [...tables, ...META.map((name) => `meta.${name}`)])
      await connection().run(`DELETE FROM ${table}`);
  });
  return {
    connection,
    source: (object, id, more = '') =>
      parseSource(
        `id: ${id}\ntitle: { zh: 试, en: trial }\nobject: ${object}\norigin: { kind: files, folder: ${id} }\n${more}`,
        `${id}.yaml`,
      ),
    async load(source, name, lines) {
      loads += 1;
      const file = path.join(folder, 'a.csv');
      const text = lines.join('\r\n');
      await writeFile(file, text);
      const sha256 = createHash('sha256').update(text).digest('hex');
      const now = new Date(Date.parse('2013-01-02T01:00:00Z') + loads * 1000);
      const receipt = {
        id: createHash('sha256').update(`${source.id} ${name} ${sha256}`).digest('hex').slice(0, 16),
        source: source.id,
        name,
        url: null,
        sha256,
        bytes: Buffer.byteLength(text),
        receivedAt: now.toISOString(),
        publishedAt: null,
        headers: {},
      };
      const staged = await stageFile(connection(), source, file, name, folder);
      try {
        const accounts = accountColumnsOf(source);
        if (accounts) await resolveAccounts(connection(), staged, accounts);
        return await loadStaged(connection(), staged, receipt, { run: `run${loads}`, now, flags: [] });
      } finally {
        await staged.dispose();
      }
    },
    async ask(sql) {
      const found = await rows<Record<string, unknown>>(
        connection(),
        `SELECT COLUMNS(*)::VARCHAR FROM (${sql})`,
      );
      return found.map((row) => Object.values(row));
    },
  };
}
