import { Command } from 'commander';
import { z } from 'zod';
import { CoalfaceError } from '../../data/errors.ts';
import { homeAt } from '../../data/home.ts';
import type { CommandContext } from '../cli.ts';
import { prepare } from '../prepare.ts';
import { start } from '../start.ts';

const DEFAULT_PORT = 8420;
const port = z.coerce.number().int().min(1).max(65_535);

/** `coalface start`: serve this installation, with `HOST` and `PORT` of the environment. */
export function startCommand({ output }: CommandContext): Command {
  return new Command('start')
    .description('prepare the installation if it is empty, start the schedules and serve the dashboard')
    .action(async () => {
      const wanted = port.safeParse(process.env['PORT'] || DEFAULT_PORT);
      if (!wanted.success) {
        throw new CoalfaceError('bad_port', `PORT is not a port number: ${process.env['PORT']}`, {
          hint: 'for example PORT=8421',
        });
      }
      process.exitCode = await start(
        homeAt(),
        { host: process.env['HOST'] || '127.0.0.1', port: wanted.data },
        output,
      );
    });
}

/** `coalface prepare`: what `start` does before it serves. */
export function prepareCommand(): Command {
  return new Command('prepare')
    .description('bring an empty installation to its first snapshot with the sample company')
    .action(() => prepare(homeAt()));
}
