import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { homeAt } from '../../data/home.ts';
import { loadSources, sourceOf } from '../../data/source-file.ts';
import { tryFile, type Provenance, type Trial } from '../try.ts';

/** What a shipped source makes of bytes, with nothing loaded; `name` is the name of the file that they came as. */
export async function trialOf(
  id: string,
  bytes: string | Buffer,
  { name = 'page.html', ...provenance }: Provenance & { name?: string } = {},
): Promise<Trial> {
  const root = await mkdtemp(path.join(tmpdir(), 'coalface-trial-'));
  try {
    const file = path.join(root, name);
    await writeFile(file, bytes);
    return await tryFile(
      homeAt(path.join(root, 'home')),
      sourceOf(await loadSources(), id),
      file,
      provenance,
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** The observations of a trial as `series last-day value`, values without trailing zeros. */
export function figures(trial: Trial): string[] {
  return trial.rows.map((row) => `${row['series']} ${row['period_end']} ${Number(row['value'])}`);
}

/** The reasons for which rows of a trial were kept aside, by row. */
export function reasons(trial: Trial): [number, string[]][] {
  return trial.rejected.map((row) => [row.row, row.reasons.map(({ code }) => code)]);
}
