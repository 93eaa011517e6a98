import { Command } from 'commander';
import path from 'node:path';
import pc from 'picocolors';
import { homeAt } from '../../data/home.ts';
import { backUp } from '../backup/backup.ts';
import { restore } from '../backup/restore.ts';
import type { CommandContext } from '../cli.ts';
import type { Progress } from '../run-outcome.ts';
import { progressView } from '../terminal.ts';
import { gib } from './snapshots-text.ts';

interface Said {
  json?: boolean;
}

/** `coalface backup`. */
export function backupCommand(context: CommandContext): Command {
  return new Command('backup')
    .description('备份: copy the installation into a folder while it runs; only what is new is copied')
    .argument('<folder>', 'an empty folder, or one that holds a backup')
    .option('--json', 'print JSON, for scripts')
    .action(async (folder: string, said: Said) => {
      const made = await shown(context, said, 'backup', (progress) =>
        backUp(homeAt(), path.resolve(folder), context.now, progress),
      );
      context.output.write(
        said.json
          ? `${JSON.stringify(made, null, 2)}\n`
          : `${pc.green('backed up')} ${made.files} files, ${gib(made.bytes)} GiB; copied now: ${made.copied.files} files, ${gib(made.copied.bytes)} GiB\n` +
              (made.snapshot
                ? `snapshot ${made.snapshot} stands for the warehouse\n`
                : 'nothing is published yet\n'),
      );
    });
}

/** `coalface restore`. */
export function restoreCommand(context: CommandContext): Command {
  return new Command('restore')
    .description('恢复: verify a backup and make an installation of it in an empty COALFACE_HOME')
    .argument('<folder>', 'folder that `coalface backup` was given')
    .option('--json', 'print JSON, for scripts')
    .action(async (folder: string, said: Said) => {
      const made = await shown(context, said, 'restore', (progress) =>
        restore(homeAt(), path.resolve(folder), context.now, progress),
      );
      context.output.write(
        said.json
          ? `${JSON.stringify(made, null, 2)}\n`
          : `${pc.green('restored')} ${made.files} files of the backup of ${made.madeAt}; snapshot ${made.snapshot ?? 'none'} is in service\n` +
              `the next \`coalface etl run\` loads ${made.unloaded} files that had landed after it\n`,
      );
    });
}

async function shown<T>(
  { output }: CommandContext,
  said: Said,
  step: Progress['step'],
  work: (progress: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  if (said.json) return work(() => {});
  const view = progressView(output);
  try {
    return await work((done, total) => view.update({ step, source: null, done, total }));
  } finally {
    view.stop();
  }
}
