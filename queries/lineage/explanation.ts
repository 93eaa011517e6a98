import type { CoalfaceError } from '../../data/errors.ts';
import type { Cell } from '../engine/convert.ts';
import type { ResultColumn } from '../engine/result.ts';
import type { CellAddress } from './cell.ts';
import type { Influence } from './influence.ts';

/** Rows of a table or of its facts: how many, what their figures sum up to, and the first of them. */
export interface RowSet {
  count: number;
  /** sums by measure, in the unit of the measure; only where the measures are sums over facts */
  sums: Record<string, number> | null;
  /** at most {@link SHOWN}; dates as `YYYY-MM-DD` */
  first: Record<string, Cell>[];
}

/** Most rows shown of any kind. */
export const SHOWN = 20;

/** What a cell takes from one table that queries read, and the facts behind it. */
export interface Trace extends Pick<Influence, 'measures' | 'keys' | 'days' | 'certainty'> {
  table: string;
  /** the table that keeps the facts */
  object: string;
  rows: RowSet;
  /** rows with `fact`, `_file`, `_row`, `_run` and the measures */
  facts: RowSet;
}

/** A file that facts came in. Instants are ISO 8601. */
export interface TracedFile {
  id: string;
  source: string;
  source_zh: string | null;
  name: string;
  url: string | null;
  sha256: string;
  bytes: number;
  received_at: string;
  published_at: string | null;
  /** facts of the traces that came in it */
  facts: number;
  /** whether the landing archive holds the receipt and bytes of the length it says */
  landed: boolean;
  /** the receipt that cannot be read */
  fault: CoalfaceError['code'] | null;
}

/** A run that loaded one of the files. */
export interface TracedRun {
  run: string;
  file: string;
  loaded_at: string;
  rows_read: number;
  inserted: number;
  updated: number;
  unchanged: number;
  quarantined: number;
}

/** One publication of an observation; exactly one of a series and period counts. */
export interface Revision {
  series: string;
  period_end: string;
  revision: number;
  value: number;
  low: number | null;
  high: number | null;
  published_at: string | null;
  withdrawn: boolean;
  counts: boolean;
  _file: string;
  _row: number;
  _run: string;
}

/** A decision about the names of an account involved, undone ones included. */
export interface TracedDecision {
  id: number;
  kind: string;
  code: string | null;
  name: string | null;
  account_id: string;
  valid_from: string | null;
  valid_to: string | null;
  note: string | null;
  decided_at: string;
  decided_by: string;
  undone_at: string | null;
  undone_by: string | null;
}

/** Where a figure comes from. */
export interface Explanation {
  query: { id: string; title: { zh: string; en: string }; file: string; sql: string };
  params: Readonly<Record<string, Cell>>;
  snapshot: { id: string; as_of: string | null; published_at: string; runs: string[]; sha256: string | null };
  cell: CellAddress & {
    title: Pick<ResultColumn, 'zh' | 'en' | 'unit'>;
    value: Cell;
    in_row: Record<string, Cell>;
  };
  /** what was followed; other than the cell itself if that is no number */
  followed: string[];
  /** tables, views and functions of the SQL */
  reads: string[];
  /** tables of those that hold rows of files but are not followed: the figure may rest on their rows as well */
  not_followed: string[];
  traces: Trace[];
  /** the files with most facts first */
  files: { count: number; first: TracedFile[] };
  runs: { count: number; first: TracedRun[] };
  revisions: { count: number; first: Revision[] };
  decisions: { count: number; first: TracedDecision[] };
}
