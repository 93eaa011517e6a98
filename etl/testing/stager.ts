import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { identifier, rows } from '../../data/duck.ts';
import { parseSource } from '../../data/source-file.ts';
import { rejectedRows } from '../../data/quarantine.ts';
import type { Statement } from '../stage/facts.ts';
import { stageFile } from '../stage/stage.ts';
import { useCellConnection } from './cell-connection.ts';

/** What staging makes of a file: good rows by record number, each with the columns that are not empty; reasons of the others. */
export interface StagedFile {
  good: Record<number, Record<string, unknown>>;
  reasons: Record<number, string[]>;
  furniture: number;
  records: number;
}

/**
 * Stages a file – the lines of a comma-separated one, or all its bytes – by a contract: the YAML of a source without id,
 * title and origin.
 */
export function useStager(): (
  contract: string,
  content: readonly string[] | string | Buffer,
  known?: Partial<Statement> & { name?: string },
) => Promise<StagedFile> {
  const connection = useCellConnection();
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'coalface-stager-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return async (contract, content, { name = 'a.csv', ...known } = {}) => {
    const source = parseSource(
      `id: trial\ntitle: { zh: 试, en: trial }\norigin: { kind: files, folder: trial }\n${contract}`,
      'trial.yaml',
    );
    const file = path.join(folder, 'staged');
    await writeFile(
      file,
      typeof content === 'string' || Buffer.isBuffer(content) ? content : content.join('\n'),
    );
    const statement = { url: null, publishedAt: null, receivedAt: null, ...known };
    const staged = await stageFile(connection(), source, file, name, folder, statement);
    try {
      const keepsExtra = source.object !== 'observation';
      const fields = [
        ...Object.keys(source.columns),
        ...Object.keys(source.derived),
        ...(keepsExtra ? ['extra'] : []),
      ]
        .map((name) => `'${name}': ${identifier(name)}`)
        .join(', ');
      const good = await rows<{ row: bigint; text: string }>(
        connection(),
        `SELECT _row AS row, to_json({${fields}})::VARCHAR AS text FROM staged
         WHERE _kind = 'data' AND _row NOT IN (SELECT _row FROM rejected) ORDER BY _row`,
      );
      const kept = await rejectedRows(connection(), 'rejected');
      return {
        good: Object.fromEntries(good.map(({ row, text }) => [Number(row), filled(text)])),
        reasons: Object.fromEntries(kept.map(({ row, reasons }) => [row, reasons.map((one) => one.code)])),
        furniture: staged.furniture,
        records: staged.records,
      };
    } finally {
      await staged.dispose();
    }
  };
}

function filled(text: string): Record<string, unknown> {
  const cells = Object.entries(JSON.parse(text) as Record<string, unknown>);
  return Object.fromEntries(cells.filter(([, value]) => value !== null));
}
