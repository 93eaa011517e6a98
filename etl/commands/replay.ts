import { Command, Option } from 'commander';
import pc from 'picocolors';
import { homeAt } from '../../data/home.ts';
import { loadSources, sourceOf } from '../../data/source-file.ts';
import type { CommandContext } from '../cli.ts';
import { diffReplay, type Change, type FileDiff, type Said } from '../replay-diff.ts';
import { textTable } from '../terminal.ts';
import { runAndReport } from './run-and-report.ts';

interface Options {
  diff?: boolean;
  file?: string;
  format: 'table' | 'json';
}

/** `coalface etl replay`. */
export function replayCommand(context: CommandContext): Command {
  return new Command('replay')
    .description(
      'read the archived files of a source again by today’s parser; what they say otherwise is a new revision',
    )
    .argument('<source>', 'source id')
    .option('--diff', 'only print what would change: load nothing')
    .option('--file <id>', 'landing id of one file; default all of the source')
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'json']).default('table'))
    .action(async (id: string, { diff, file, format }: Options) => {
      if (!diff)
        return runAndReport(
          context,
          { sources: [id], replay: { files: file === undefined ? undefined : [file] } },
          { json: format === 'json' },
        );
      const home = homeAt();
      const source = sourceOf(await loadSources(home), id);
      const diffs = await diffReplay(home, source, { file, now: context.now });
      context.output.write(format === 'json' ? `${JSON.stringify(diffs, null, 2)}\n` : diffText(diffs));
    });
}

function diffText(diffs: readonly FileDiff[]): string {
  const changed = diffs.filter(
    (one) => one.error || one.changes.length || one.rejected.length || one.released.length || differs(one),
  );
  const total = `${diffs.length} files read again, ${changed.length} with a difference; nothing was loaded\n`;
  return changed.map(fileText).join('\n') + total;
}

/** Rows of objects are not listed: that there are new or other ones shows in what became of them. */
function differs({ counts }: FileDiff): boolean {
  return counts !== null && counts.inserted + counts.updated > 0;
}

function fileText({
  file,
  name,
  published_at,
  error,
  counts,
  changes,
  rejected,
  released,
}: FileDiff): string {
  const head = `${pc.bold(name ?? file)}  ${file}${published_at ? `  ${published_at}` : ''}\n`;
  if (error) return `${head}${pc.red('unreadable')} ${error.message}\n`;
  const sum = counts
    ? `${counts.read} records: ${counts.inserted} new, ${counts.updated} changed, ${counts.unchanged} unchanged, ${counts.quarantined} kept aside\n`
    : '';
  const table = changes.length
    ? textTable(['kind', 'series', 'period', 'old → new'], changes.map(changeCells))
    : '';
  const aside = [
    ...rejected.map(
      (row) => `newly kept aside: row ${row.row} ${row.reasons.map((one) => one.code).join(', ')}\n`,
    ),
    ...released.map((row) => `no longer kept aside: row ${row.row}\n`),
  ].join('');
  return `${head}${sum}${table}${aside}`;
}

function changeCells({ kind, series, period_end, old, new: now }: Change): string[] {
  const names = Object.keys(old ?? now ?? {}) as (keyof Said)[];
  const shown = names.filter((name) => (old && now ? old[name] !== now[name] : name === 'value'));
  return [
    kind,
    series,
    period_end,
    shown.map((name) => `${name} ${old?.[name] ?? '—'} → ${now?.[name] ?? '—'}`).join('; '),
  ];
}
