import { CoalfaceError } from '../../../data/errors.ts';
import { homeAt } from '../../../data/home.ts';
import { openJournalReader } from '../../../data/journal-reader.ts';
import type { FileErrorRecord } from '../../../data/journal-records.ts';
import {
  dismissedRows,
  listQuarantine,
  quarantinePage,
  type QuarantinedRow,
  type QuarantineFilter,
  type QuarantineGroup,
  type QuarantineList,
} from '../../../data/quarantine-rows.ts';
import { readQuarantineState, type Dismissal, type QuarantineEntry } from '../../../data/quarantine-state.ts';
import { loadSources } from '../../../data/source-file.ts';
import type { Lang } from '#lib/i18n/languages.ts';
import { faultOf } from './form-fields.ts';
import { mendingOf, type Mending } from './quarantine-mending.ts';

/** Rows of a file that are sent at once. */
const ROWS_A_PAGE = 50;

type ReasonText = Pick<QuarantineGroup, 'reason' | 'zh' | 'en'>;
type Bilingual = { zh: string; en: string };

/** All that is kept aside, what of it was asked for, and what was decided. */
export interface QuarantineOverview {
  found: QuarantineList;
  /** reasons of all rows, whatever was asked for */
  reasons: ReasonText[];
  sources: (Bilingual & { id: string })[];
  unreadable: (Omit<FileErrorRecord, 'message'> & { why: string })[];
  /** newest first; `rows` is their number, `file_name` null when no rows of the file are in quarantine any more */
  decisions: (Omit<Dismissal, 'rows'> & { rows: number; file_name: string | null })[];
}

/** What is in quarantine by source, reason and age, its files, the files that cannot be read, and the decisions. */
export async function quarantineOverview(filter: QuarantineFilter, lang: Lang): Promise<QuarantineOverview> {
  const home = homeAt();
  const state = readQuarantineState(home);
  const found = await listQuarantine(home, state, filter, new Date());
  const all = await listQuarantine(home, state, { dismissed: true }, new Date());
  const known = await loadSources(home);
  const journal = openJournalReader(home);
  try {
    const unreadable = journal?.fileErrors() ?? [];
    const ids = [...new Set([...state.entries, ...unreadable].map((one) => one.source))].sort();
    return {
      found,
      reasons: [...new Map(all.groups.map(({ reason, zh, en }) => [reason, { reason, zh, en }])).values()],
      sources: ids.map((id) => ({ id, ...(known.get(id)?.title ?? { zh: id, en: id }) })),
      unreadable: unreadable.map(({ message, ...one }) => ({
        ...one,
        why: faultOf(new CoalfaceError(one.code, message), lang).message,
      })),
      decisions: state.dismissals
        .map((one) => ({
          ...one,
          rows: one.rows.length,
          file_name: state.entries.find((entry) => entry.file === one.file)?.file_name ?? null,
        }))
        .toReversed(),
    };
  } finally {
    journal?.close();
  }
}

/** One page of the rows of a file in quarantine. */
export interface KeptFile {
  entry: QuarantineEntry;
  source: Bilingual;
  /** header texts, in the order of the file */
  titles: string[];
  rows: (QuarantinedRow & { dismissed: boolean })[];
  /** rows that were asked for */
  total: number;
  dismissed: number;
  reasons: (ReasonText & { rows: number })[];
  mending: Mending[];
  pages: number;
  /** the decision that was asked for, if it holds */
  decided: { id: number; by: string; rows: number } | null;
}

/**
 * Rows of a file in quarantine as they were received, with their reasons and what would mend them.
 * @param file landing id
 * @param asked `reason` code, with `dismissed` rows, `page` from 1, `decision` to tell of
 * @returns null if no rows of the file are in quarantine
 * @throws CoalfaceError `bytes_missing` if the rows are not on disk
 */
export async function keptFile(
  file: string,
  asked: { reason?: string | undefined; dismissed: boolean; page: number; decision?: string | undefined },
): Promise<KeptFile | null> {
  const home = homeAt();
  const { entries, dismissals } = readQuarantineState(home);
  const entry = entries.find((one) => one.file === file);
  if (!entry) return null;
  const dismissed = dismissedRows(dismissals, entry.file);
  const found = await quarantinePage(home, entry, {
    limit: ROWS_A_PAGE,
    offset: (asked.page - 1) * ROWS_A_PAGE,
    reason: asked.reason,
    ...(asked.dismissed ? {} : { without: dismissed }),
  });
  const whole = { entries: [entry], dismissals };
  const { groups } = await listQuarantine(home, whole, { dismissed: true }, new Date());
  const source = (await loadSources(home)).get(entry.source);
  const decided = dismissals.find(({ id, undone_at: undone }) => String(id) === asked.decision && !undone);
  return {
    entry,
    source: source?.title ?? { zh: entry.source, en: entry.source },
    titles: [...new Set(found.rows.flatMap((row) => Object.keys(row.original)))],
    rows: found.rows.map((row) => ({ ...row, dismissed: dismissed.has(row.row) })),
    total: found.total,
    dismissed: dismissed.size,
    reasons: groups.map(({ reason, zh, en, rows }) => ({ reason, zh, en, rows })),
    mending: source ? mendingOf(source, found) : [],
    pages: Math.max(1, Math.ceil(found.total / ROWS_A_PAGE)),
    decided: decided ? { id: decided.id, by: decided.by, rows: decided.rows.length } : null,
  };
}

/** Whether rows of a file are in quarantine. @param file landing id */
export function isKept(file: string): boolean {
  return readQuarantineState(homeAt()).entries.some((one) => one.file === file);
}
