import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { CoalfaceError } from './errors.ts';
import type { Home } from './home.ts';

const entryRow = z.strictObject({
  file: z.string(),
  source: z.string(),
  file_name: z.string(),
  run: z.string(),
  rows: z.int().nonnegative(),
  first_seen: z.string(),
});
const decisionRow = z.strictObject({
  id: z.int(),
  file: z.string(),
  rows: z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(z.array(z.int().positive())),
  reason: z.string(),
  at: z.string(),
  by: z.string(),
  undone_at: z.string().nullable(),
  undone_by: z.string().nullable(),
});

/** A file with rows in quarantine: its landing id, the run that read it last, and since when it has such rows (ISO 8601). */
export type QuarantineEntry = z.infer<typeof entryRow>;

/** Somebody's decision that rows of a file need no more work; they stay in quarantine and are not counted as open. */
export type Dismissal = z.infer<typeof decisionRow>;

/** What the state of the installation says of quarantine. */
export interface QuarantineState {
  /** the newest run first */
  entries: QuarantineEntry[];
  /** undone ones included, oldest first */
  dismissals: Dismissal[];
}

/** A run's id is the instant of its start: for files from before it was recorded when they were first seen. */
const RUN_INSTANT =
  "substr(run, 1, 4) || '-' || substr(run, 5, 2) || '-' || substr(run, 7, 2) || 'T' || substr(run, 10, 2) || ':' || substr(run, 12, 2) || ':' || substr(run, 14, 2) || '.' || substr(run, 16, 3) || 'Z'";

/** Read what `state.sqlite` says of quarantine, without writing to it. @throws CoalfaceError `state_unreadable` */
export function readQuarantineState(home: Home): QuarantineState {
  if (!existsSync(home.state)) return { entries: [], dismissals: [] };
  try {
    const database = new DatabaseSync(home.state, { readOnly: true });
    try {
      const has = (table: string) =>
        database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !==
        undefined;
      const all = (table: string, sql: string) => (has(table) ? database.prepare(sql).all() : []);
      const seen = has('quarantine_seen')
        ? '(SELECT first_seen FROM quarantine_seen s WHERE s.file = q.file)'
        : 'NULL';
      return {
        entries: z.array(entryRow).parse(
          all(
            'quarantine',
            `SELECT file, source, file_name, run, rows, coalesce(${seen}, ${RUN_INSTANT}) AS first_seen
               FROM quarantine q ORDER BY run DESC, file_name`,
          ),
        ),
        dismissals: z
          .array(decisionRow)
          .parse(all('quarantine_dismissal', 'SELECT * FROM quarantine_dismissal ORDER BY id')),
      };
    } finally {
      database.close();
    }
  } catch (error) {
    throw new CoalfaceError('state_unreadable', 'what the state says of quarantine cannot be read', {
      cause: error,
      where: { file: home.state },
    });
  }
}

/**
 * The one file in quarantine that a landing id or a file name means.
 * @throws CoalfaceError `unknown_file`; `ambiguous_file` naming the landing ids of files of one name
 */
export function quarantinedFile({ entries }: QuarantineState, name: string): QuarantineEntry {
  const found = entries.filter((entry) => entry.file === name || entry.file_name === name);
  const [entry] = found;
  if (!entry) {
    throw new CoalfaceError('unknown_file', `隔离区中没有 ${name}: no rows of ${name} are in quarantine`, {
      hint: 'coalface quarantine list',
    });
  }
  if (found.length === 1) return entry;
  throw new CoalfaceError(
    'ambiguous_file',
    `${found.length} 个文件都叫 ${name}: several files have this name`,
    {
      hint: `say which by its landing id: ${found.map((one) => `${one.file} (${one.source})`).join(', ')}`,
    },
  );
}
