import { Command, Option } from 'commander';
import pc from 'picocolors';
import { homeAt, type Home } from '../../data/home.ts';
import { currentSnapshotId } from '../../data/snapshots.ts';
import { loadSources, sourceOf } from '../../data/source-file.ts';
import type { CommandContext } from '../cli.ts';
import { Journal } from '../journal.ts';
import type { RunOutcome } from '../run-outcome.ts';
import { runEtl } from '../run.ts';
import { SnapshotLedger, type Rollback } from '../snapshots/ledger.ts';
import { progressView, textTable, type Output } from '../terminal.ts';
import { tryFile, type Trial } from '../try.ts';

const WAIT_MS = 60_000;

/** `coalface etl run | try | status`. */
export function etlCommands(context: CommandContext): Command {
  const etl = new Command('etl').description('load sources and publish a snapshot');
  etl
    .command('run')
    .description(
      'run sources (default: all) through extract, stage, resolve, load, marts, check, publish, deliver',
    )
    .argument('[source...]', 'source ids')
    .action(async (sources: string[]) => {
      const view = progressView(context.output);
      const outcome = await runEtl({
        home: homeAt(),
        sources,
        now: context.now,
        progress: view.update,
        waitMs: WAIT_MS,
      }).finally(view.stop);
      report(outcome, context.output);
      if (outcome.errors.length) process.exitCode = 1;
    });
  etl
    .command('try')
    .description('parse a saved file with a source, print the typed and the rejected rows, load nothing')
    .argument('<source>', 'source id')
    .argument('<file>', 'path of the file')
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'json']).default('table'))
    .action(async (id: string, file: string, options: { format: 'table' | 'json' }) => {
      const trial = await tryFile(homeAt(), sourceOf(await loadSources(homeAt()), id), file);
      context.output.write(
        options.format === 'json' ? `${JSON.stringify(trial, null, 2)}\n` : trialText(trial),
      );
    });
  etl
    .command('status')
    .description('what is published, the last runs, their checks, quarantined rows and unreadable files')
    .action(() => status(context.output));
  return etl;
}

function report(outcome: RunOutcome, output: Output): void {
  const sum = (key: 'read' | 'inserted' | 'updated' | 'unchanged' | 'quarantined' | 'furniture') =>
    outcome.files.reduce((total, file) => total + file.counts[key], 0);
  output.write(
    `run ${outcome.run}: ${outcome.files.length} files, ${sum('read')} rows read = ${sum('inserted')} inserted + ${sum('updated')} updated + ` +
      `${sum('unchanged')} unchanged + ${sum('quarantined')} quarantined + ${sum('furniture')} headers and footers\n`,
  );
  for (const error of outcome.errors) output.write(`${pc.red('error')} ${error.describe()}\n`);
  const { held } = outcome;
  if (held) {
    output.write(
      `${pc.yellow('held')} since ${held.at} by ${held.by}: what is loaded waits for \`coalface snapshots release\`; snapshot ${held.to} stays in service\n`,
    );
    return;
  }
  output.write(
    outcome.published
      ? `${pc.green('published')} snapshot ${outcome.published.id}${outcome.published.asOf ? `, data to ${outcome.published.asOf}` : ', no daily feed yet'}\n`
      : 'nothing new: the published snapshot stays\n',
  );
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
  return `${good}\n${trial.records} records: ${trial.furniture} headers and footers, ${trial.rejected.length} rejected\n${rejected.join('')}`;
}

function heldNow(home: Home): Rollback | null {
  const ledger = new SnapshotLedger(home, () => new Date());
  try {
    return ledger.hold();
  } finally {
    ledger.close();
  }
}

async function status(output: Output): Promise<void> {
  const home = homeAt();
  const journal = new Journal(home, () => new Date());
  try {
    output.write(
      `home      ${home.root}\nsnapshot  ${(await currentSnapshotId(home)) ?? 'none yet: run `coalface etl run`'}\n`,
    );
    const hold = heldNow(home);
    if (hold)
      output.write(
        `${pc.yellow('held')}      since ${hold.at} by ${hold.by}: \`coalface snapshots release\` lets runs publish\n`,
      );
    output.write('\n');
    const runs = journal.runs(10);
    output.write(
      runs.length
        ? textTable(
            ['run', 'sources', 'status', 'ended'],
            runs.map((run) => [run.id, run.sources, run.status, run.ended_at ?? '—']),
          )
        : 'no runs yet\n',
    );
    for (const check of runs[0] ? journal.checks(runs[0].id) : []) {
      output.write(
        `check ${check.name} (${check.severity}): ${check.passed ? pc.green('ok') : pc.yellow('failed')} ${check.detail}\n`,
      );
    }
    const kept = journal.quarantine();
    if (kept.length) {
      output.write(
        `\nquarantine\n${textTable(
          ['source', 'file', 'rows', 'run'],
          kept.map((q) => [q.source, q.file_name, String(q.rows), q.run]),
          new Set(['rows']),
        )}`,
      );
    }
    for (const error of journal.fileErrors())
      output.write(`\n${pc.red('unreadable')} ${error.name}: ${error.message}\n`);
  } finally {
    journal.close();
  }
}
