import pc from 'picocolors';
import { homeAt } from '../../data/home.ts';
import { openLog } from '../../data/log.ts';
import type { CommandContext } from '../cli.ts';
import type { RunOptions, RunOutcome } from '../run-outcome.ts';
import { runEtl } from '../run.ts';
import { progressView, type Output } from '../terminal.ts';

const WAIT_MS = 60_000;

/** Run sources, show how far they are and print what became of them; the exit code is 1 if a file or source failed. */
export async function runAndReport(
  { output, now }: CommandContext,
  options: Pick<RunOptions, 'sources' | 'local' | 'replay'>,
): Promise<void> {
  const log = await openLog(homeAt(), 'run');
  const view = progressView(output);
  const outcome = await runEtl({
    ...options,
    home: homeAt(),
    now,
    log,
    progress: view.update,
    waitMs: WAIT_MS,
  }).finally(view.stop);
  report(outcome, output);
  if (outcome.errors.length) process.exitCode = 1;
}

function report(outcome: RunOutcome, output: Output): void {
  const sum = (key: 'read' | 'inserted' | 'updated' | 'unchanged' | 'quarantined' | 'furniture') =>
    outcome.files.reduce((total, file) => total + file.counts[key], 0);
  output.write(
    `run ${outcome.run}: ${outcome.files.length} files, ${sum('read')} rows read = ${sum('inserted')} inserted + ${sum('updated')} updated + ` +
      `${sum('unchanged')} unchanged + ${sum('quarantined')} quarantined + ${sum('furniture')} headers and footers\n`,
  );
  for (const { source, reason } of outcome.skipped)
    output.write(`${pc.yellow('skipped')} ${source}: ${reason}\n`);
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
