/** The instants of a run at which the fault suite stops it, in the order of a run: each lies between two effects. */
export const FAULT_POINTS = [
  'migration',
  'reference',
  'landing_draft',
  'landed_bytes',
  'draft_flushed',
  'landed_receipt',
  'extracted',
  'resolution',
  'quarantine_file',
  'quarantine_recorded',
  'load_open',
  'load_committed',
  'resolved_anew',
  'mart_open',
  'mart_month',
  'checked',
  'publication_recorded',
  'checkpoint',
  'copied',
  'snapshot_in_place',
  'manifest',
  'pointer_swapped',
  'checksum',
  'briefing_pinned',
  'delivered',
  'pruned',
] as const;

/** The name of a point. */
export type FaultPoint = (typeof FAULT_POINTS)[number];

/**
 * Marks an instant between two effects. It does nothing: only the fault suite, by a condition of its own on the import
 * `#fault-point`, puts a function in its place that fails.
 */
export function faultPoint(_name: FaultPoint): void {}
