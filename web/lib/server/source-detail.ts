import { openDueLedgerReader, type DueEntry } from '../../../data/due-ledger-reader.ts';
import { homeAt } from '../../../data/home.ts';
import type { FileLoad } from '../../../data/journal-records.ts';
import type { Source } from '../../../data/source-file.ts';
import { sourceText, type SourceText } from '../../../data/source-text.ts';
import { rowsOf } from '../../../queries/engine/result.ts';
import type { QueryRows } from '../../../queries/types.ts';
import { archivedFiles, type ArchivedFile } from './archive.ts';
import { fileStories, type FileStory } from './archive-state.ts';
import { answer } from './run.ts';

/** Entries of the ledger, loads, publications and files that a page shows. */
const SHOWN = 20;

/** What the page of one source shows beside how it stands; lists begin with the newest. */
export interface SourceDetail {
  daily: boolean;
  /** the environment variable of its key */
  keyEnv: string | null;
  /** null: it has no calendar */
  publications: QueryRows['publication_status'][] | null;
  entries: DueEntry[];
  loads: FileLoad[];
  fileCount: number;
  files: (ArchivedFile & { story: FileStory })[];
  text: SourceText;
}

/** What is on record of one source. @throws CoalfaceError `state_unreadable`, `bad_source` */
export async function sourceDetail(source: Source, now: Date, locals: App.Locals): Promise<SourceDetail> {
  const { id, calendar, daily, origin } = source;
  const files = (await archivedFiles()).filter((one) => one.source === id);
  const stories = fileStories(
    homeAt(),
    files.map((one) => one.id),
  );
  const loads = [...stories.values()].flatMap((story) => story.loads);
  return {
    daily,
    keyEnv: origin.kind === 'http' ? (origin.key?.env ?? null) : null,
    publications: calendar ? await publications(id, now, locals) : null,
    entries: dueEntries(id, now),
    loads: loads.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, SHOWN),
    fileCount: files.length,
    files: files.slice(0, SHOWN).flatMap((file) => {
      const story = stories.get(file.id);
      return story ? { ...file, story } : [];
    }),
    text: await sourceText(homeAt(), id),
  };
}

async function publications(
  id: string,
  now: Date,
  locals: App.Locals,
): Promise<QueryRows['publication_status'][]> {
  if (!locals.snapshot) return [];
  const minute = `${now.toISOString().slice(0, 16)}:00Z`;
  const result = await answer('publication_status', { source: id, now: minute, only_open: 'no' }, locals);
  const all = rowsOf<QueryRows['publication_status']>(result);
  // beyond the next one the calendar only repeats itself
  const next = all.findLastIndex(({ due_at }) => due_at !== null && Date.parse(due_at) > now.getTime());
  return all.slice(Math.max(0, next), Math.max(0, next) + SHOWN);
}

function dueEntries(id: string, now: Date): DueEntry[] {
  const ledger = openDueLedgerReader(homeAt(), () => now);
  try {
    return ledger?.entries(id, SHOWN) ?? [];
  } finally {
    ledger?.close();
  }
}
