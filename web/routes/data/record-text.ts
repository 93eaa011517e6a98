import type { Translate } from '#lib/i18n/index.ts';

const SCHEDULE = ['no_scheduler', 'bad_until', 'unknown_source', 'bad_form'] as const;
const SNAPSHOT = [
  'already_in_service',
  'unknown_snapshot',
  'bad_snapshot_id',
  'snapshot_unreadable',
  'not_pinned',
  'busy',
  'bad_form',
] as const;

/** What a fault of a schedule command means, in the language of the page. */
export function faultText(t: Translate, code: string): string {
  return t(`sources.faults.${SCHEDULE.find((one) => one === code) ?? 'other'}`);
}

/** What a fault of a snapshot command means, in the language of the page. */
export function snapshotFaultText(t: Translate, code: string): string {
  return t(`snapshots.faults.${SNAPSHOT.find((one) => one === code) ?? 'other'}`);
}

/** Why an entry of the schedule's ledger was skipped or is tried again; what a run said stays as it is. */
export function reasonText(t: Translate, reason: string | null): string {
  if (reason === 'was due before its schedule was on record') return t('sources.reasons.before');
  if (reason === 'its next instant came first') return t('sources.reasons.overtaken');
  if (reason === 'the server ended during the run') return t('sources.reasons.ended');
  const paused = /^paused by (.+)$/.exec(reason ?? '');
  return paused?.[1] ? t('sources.reasons.paused', { by: paused[1] }) : (reason ?? '');
}
