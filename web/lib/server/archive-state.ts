import type { Home } from '../../../data/home.ts';
import { openJournalReader } from '../../../data/journal-reader.ts';
import type { FileErrorRecord, FileLoad } from '../../../data/journal-records.ts';

/** What became of a received file. */
export type FileState = 'unreadable' | 'quarantined' | 'loaded' | 'unchanged' | 'waiting';

/** What the journal tells of a received file. */
export interface FileStory {
  state: FileState;
  /** rows of it in quarantine now */
  quarantined: number;
  /** newest run first */
  loads: FileLoad[];
  error: FileErrorRecord | null;
}

/**
 * What became of received files, by landing id.
 * @throws CoalfaceError `state_unreadable`
 */
export function fileStories(home: Home, files: readonly string[]): Map<string, FileStory> {
  const journal = openJournalReader(home);
  try {
    const loads = Map.groupBy(journal?.fileLoads(files) ?? [], ({ file }) => file);
    const aside = new Map(journal?.quarantine().map(({ file, rows }) => [file, rows]) ?? []);
    const errors = new Map(journal?.fileErrors().map((error) => [error.file, error]) ?? []);
    return new Map(
      files.map((file) => {
        const [own, quarantined, error] = [
          loads.get(file) ?? [],
          aside.get(file) ?? 0,
          errors.get(file) ?? null,
        ];
        return [file, { state: stateOf(own, quarantined, error), quarantined, loads: own, error }];
      }),
    );
  } finally {
    journal?.close();
  }
}

function stateOf(loads: readonly FileLoad[], quarantined: number, error: FileErrorRecord | null): FileState {
  if (error) return 'unreadable';
  if (quarantined > 0) return 'quarantined';
  if (loads.some(({ inserted, updated }) => inserted + updated > 0)) return 'loaded';
  return loads.length ? 'unchanged' : 'waiting';
}

/** What became of one received file. @throws CoalfaceError `state_unreadable` */
export function fileStory(home: Home, file: string): FileStory {
  const story = fileStories(home, [file]).get(file);
  return story ?? { state: 'waiting', quarantined: 0, loads: [], error: null };
}
