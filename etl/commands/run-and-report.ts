import { InvalidArgumentError, type Command } from 'commander';
import pc from 'picocolors';
import { homeAt } from '../../data/home.ts';
import { openLog } from '../../data/log.ts';
import type { CommandContext } from '../cli.ts';
import type { RunOptions, RunOutcome } from '../run-outcome.ts';
import { resultOf, resultOfError } from '../run-result.ts';
import { runEtl } from '../run.ts';
import { progressView, type Output } from '../terminal.ts';

/** How long a run waits for another writer: seconds; false: not at all. */
export interface Waiting {
  wait: number | false;
}

/** How long a command waits for another writer, seconds. */
export const WAIT_S = 60;

/** Give a command that runs sources `--wait SECONDS` and `--no-wait`. */
export function waitOptions(command: Command): Command {
  return command
    .option('--wait <seconds>', `how long to wait for another run; default ${WAIT_S}`, secondsOf)
    .option('--no-wait', 'fail at once if another run is writing');
}

function secondsOf(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('write it in whole seconds');
  return Number(text);
}

/**
 * Run sources, show how far they are and print what became of them; the exit code is 1 if a file or source failed.
 * For scripts nothing is shown, and what became of it is one line of JSON, also when the run ends by an error.
 * @throws CoalfaceError what the run throws, unless `json`
 */
export async function runAndReport(
  { output, now }: CommandContext,
  options: Pick<RunOptions, 'sources' | 'local' | 'replay'>,
  { json, wait = WAIT_S }: { json: boolean; wait?: Waiting['wait'] | undefined },
): Promise<void> {
  const log = await openLog(homeAt(), 'run');
  const view = json ? { update: () => {}, stop: () => {} } : progressView(output);
  const all: RunOptions = {
    ...options,
    home: homeAt(),
    now,
    log,
    progress: view.update,
    waitMs: wait === false ? 0 : wait * 1000,
    waiting: (holder) => void process.stderr.write(`waiting up to ${Number(wait)} s: ${holder}\n`),
  };
  try {
    const outcome = await runEtl(all).finally(view.stop);
    if (json) output.write(`${JSON.stringify(resultOf(outcome))}\n`);
    else report(outcome, output);
    if (outcome.errors.length) process.exitCode = 1;
  } catch (error) {
    if (!json) throw error;
    output.write(`${JSON.stringify(resultOfError(error))}\n`);
    process.exitCode = 1;
  }
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
