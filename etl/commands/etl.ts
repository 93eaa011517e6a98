import { Command, Option } from 'commander';
import pc from 'picocolors';
import { homeAt } from '../../data/home.ts';
import { openJournalReader } from '../../data/journal-reader.ts';
import { holdNow } from '../../data/snapshot-ledger-reader.ts';
import { currentSnapshotId } from '../../data/snapshots.ts';
import { loadSources, sourceOf } from '../../data/source-file.ts';
import type { CommandContext } from '../cli.ts';
import { textTable, type Output } from '../terminal.ts';
import { tryFile, type Trial } from '../try.ts';
import { describeWriter, writingRun } from '../writer.ts';
import { instantOf } from './instant.ts';
import { replayCommand } from './replay.ts';
import { runAndReport, waitOptions, type Waiting } from './run-and-report.ts';

interface TryOptions {
  format: 'table' | 'json';
  url?: string;
  published?: string;
}

interface RunCommandOptions extends Partial<Waiting> {
  local?: boolean;
  json?: boolean;
}

/** `coalface etl run | replay | try | status`. */
export function etlCommands(context: CommandContext): Command {
  const etl = new Command('etl').description('load sources and publish a snapshot');
  const run = etl
    .command('run')
    .description(
      'run sources (default: all) through extract, stage, resolve, load, marts, check, publish, deliver',
    )
    .argument('[source...]', 'source ids')
    .option('--local', '不联网: leave out the sources that can be had over the network only')
    .option('--json', 'print what it did as one line of JSON, for scripts')
    .action((sources: string[], { local = false, json = false, wait }: RunCommandOptions) =>
      runAndReport(context, { sources, local }, { json, wait }),
    );
  waitOptions(run);
  etl
    .command('try')
    .description('parse a saved file with a source, print the typed and the rejected rows, load nothing')
    .argument('<source>', 'source id')
    .argument('<file>', 'path of the file')
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'json']).default('table'))
    .option('--url <address>', 'address that the file was saved from')
    .option('--published <time>', 'when it was published, in Beijing unless it names a zone', instantOf)
    .action(async (id: string, file: string, { format, url, published: publishedAt }: TryOptions) => {
      const source = sourceOf(await loadSources(homeAt()), id);
      const trial = await tryFile(homeAt(), source, file, { url, publishedAt });
      context.output.write(format === 'json' ? `${JSON.stringify(trial, null, 2)}\n` : trialText(trial));
    });
  etl.addCommand(replayCommand(context));
  etl
    .command('status')
    .description('what is published, the last runs, their checks, quarantined rows and unreadable files')
    .action(() => status(context.output));
  return etl;
}

function trialText(trial: Trial): string {
  const columns = Object.keys(trial.rows[0] ?? {});
  const good = trial.rows.length
    ? textTable(
        columns,
        trial.rows.map((row) => columns.map((name) => row[name] ?? '—')),
      )
    : 'no good rows\n';
  const rejected = trial.rejected.map(
    (row) =>
      `${pc.yellow(`row ${row.row}`)}  ${row.reasons.map((reason) => `${reason.code} ${reason.zh} (${reason.en})`).join('; ')}\n` +
      `  ${Object.entries(row.original)
        .map(([title, text]) => `${title}=${text ?? ''}`)
        .join(' ')}\n`,
  );
  const flags = trial.flags.map(
    ({ code, series, period_end, zh, en }) =>
      `${pc.yellow(code)}  ${[series, period_end].filter(Boolean).join(' ')}  ${zh} (${en})\n`,
  );
  return `${good}\n${trial.records} records: ${trial.furniture} headers and footers, ${trial.rejected.length} rejected\n${rejected.join('')}${flags.join('')}`;
}

async function status(output: Output): Promise<void> {
  const home = homeAt();
  const journal = openJournalReader(home);
  try {
    output.write(
      `home      ${home.root}\nsnapshot  ${(await currentSnapshotId(home)) ?? 'none yet: run `coalface etl run`'}\n`,
    );
    const hold = holdNow(home);
    if (hold)
      output.write(
        `${pc.yellow('held')}      since ${hold.at} by ${hold.by}: \`coalface snapshots release\` lets runs publish\n`,
      );
    const writer = journal && writingRun(journal);
    if (writer) output.write(`writing   ${describeWriter(writer)}\n`);
    output.write('\n');
    const runs = journal?.runs(10) ?? [];
    output.write(
      runs.length
        ? textTable(
            ['run', 'sources', 'status', 'ended'],
            runs.map((run) => [run.id, run.sources, run.status, run.ended_at ?? '—']),
          )
        : 'no runs yet\n',
    );
    for (const check of (runs[0] && journal?.checks(runs[0].id)) ?? []) {
      output.write(
        `check ${check.name} (${check.severity}): ${check.passed ? pc.green('ok') : pc.yellow('failed')} ${check.detail}\n`,
      );
    }
    const kept = journal?.quarantine() ?? [];
    if (kept.length) {
      output.write(
        `\nquarantine\n${textTable(
          ['source', 'file', 'rows', 'run'],
          kept.map((q) => [q.source, q.file_name, String(q.rows), q.run]),
          new Set(['rows']),
        )}`,
      );
    }
    for (const error of journal?.fileErrors() ?? [])
      output.write(`\n${pc.red('unreadable')} ${error.name}: ${error.message}\n`);
  } finally {
    journal?.close();
  }
}
