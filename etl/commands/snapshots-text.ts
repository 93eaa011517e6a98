import pc from 'picocolors';
import { UNITS, type Unit } from '../../queries/engine/units.ts';
import type { FiguresDiff } from '../snapshots/diff-figures.ts';
import type { TableChange } from '../snapshots/diff-tables.ts';
import type { listedSnapshots } from '../../data/snapshot-list.ts';
import type { Verdict } from '../snapshots/verify.ts';
import { textTable } from '../terminal.ts';

/** Bytes as GiB with three decimals. */
export function gib(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(3);
}

/** The list of snapshots as a table. */
export function listText({ snapshots, hold }: Awaited<ReturnType<typeof listedSnapshots>>): string {
  if (snapshots.length === 0) return 'no snapshots yet: run `coalface etl run`\n';
  const table = textTable(
    ['', '快照 snapshot', '数据截止 as of', 'GiB', '行 rows', '复制 copy', '保留 pins'],
    snapshots.map((one) => [
      one.current ? '▶' : '',
      one.id,
      one.asOf ?? '—',
      gib(one.bytes),
      one.rows === null ? '—' : String(one.rows),
      one.copy ? `${one.copy.method} ${one.copy.ms} ms` : '—',
      one.pins.map((pin) => pin.reason).join('; '),
    ]),
    new Set(['GiB', '行 rows']),
  );
  return hold
    ? `${table}\n${pc.yellow('held')} since ${hold.at} by ${hold.by}${hold.reason ? `: ${hold.reason}` : ''}; \`coalface snapshots release\` lets runs publish\n`
    : table;
}

/** One line for a sound snapshot, one for each fault of another. */
export function verdictText({ id, faults, unchecked, tables, rows }: Verdict): string {
  if (faults.length)
    return faults.map(({ code, message }) => `${pc.red('fault')} ${id} ${code}: ${message}\n`).join('');
  const without = unchecked.length ? `; not recorded: ${unchecked.join(', ')}` : '';
  return `${pc.green('sound')} ${id} ${tables} tables, ${rows} rows${without}\n`;
}

/** What differs between two snapshots: tables, then figures with their units. */
export function diffText(a: string, b: string, tables: TableChange[], diff: FiguresDiff): string {
  const rowsText = tables.length
    ? textTable(
        ['表 table', '前 before', '后 after', '新增 inserted', '删除 removed', '更正 changed', '列 columns'],
        tables.map(({ table, before, after, keys, columns }) => [
          table,
          countText(before),
          countText(after),
          countText(keys?.inserted),
          countText(keys?.removed),
          countText(keys?.changed),
          [
            ...columns.added.map((column) => `+${column}`),
            ...columns.removed.map((column) => `-${column}`),
          ].join(' '),
        ]),
        new Set(['前 before', '后 after', '新增 inserted', '删除 removed', '更正 changed']),
      )
    : 'no table differs\n';
  const figures = diff.figures.length
    ? textTable(
        ['指标 figure', '前 before', '后 after', '增减 difference'],
        diff.figures.map(({ zh, unit, before, after, difference, differenceUnit }) => [
          zh,
          valueText(before, unit),
          valueText(after, unit),
          difference === null ? '—' : signed(difference, differenceUnit),
        ]),
        new Set(['前 before', '后 after', '增减 difference']),
      )
    : '';
  const asOf = `数据截止 as of ${diff.asOf.before ?? '—'} → ${diff.asOf.after ?? '—'}\n`;
  return `${a} → ${b}\n\n${rowsText}\n${asOf}${figures}${diff.errors.map((text) => `${pc.yellow('not compared')} ${text}\n`).join('')}`;
}

function countText(count: number | null | undefined): string {
  return count === null || count === undefined ? '—' : String(count);
}

function valueText(value: number | null, unit: Unit | null): string {
  if (value === null) return '—';
  if (unit === 'share' || unit === 'pct_change') return `${(value * 100).toFixed(2)}%`;
  return `${Number(value.toFixed(4))}${unitText(unit)}`;
}

function signed(difference: number, unit: Unit | null): string {
  const value = Number(difference.toFixed(4));
  return `${value > 0 ? '▲ +' : value < 0 ? '▼ ' : ''}${value}${unitText(unit)}`;
}

function unitText(unit: Unit | null): string {
  const text = unit ? UNITS[unit].zh : '';
  return text ? ` ${text}` : '';
}
