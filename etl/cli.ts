import { Command, CommanderError } from 'commander';
import { CoalfaceError, messageOf } from '../data/errors.ts';
import { homeAt } from '../data/home.ts';
import { accountsCommands } from './commands/accounts.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { checksCommands } from './commands/checks.ts';
import { doctorCommand } from './commands/doctor.ts';
import { etlCommands } from './commands/etl.ts';
import { explainCommand } from './commands/explain.ts';
import { inboxCommands } from './commands/inbox.ts';
import { inspectCommand } from './commands/inspect.ts';
import { quarantineCommands } from './commands/quarantine.ts';
import { queryCommand } from './commands/query.ts';
import { sampleCommand } from './commands/sample.ts';
import { scheduleCommands } from './commands/schedule.ts';
import { snapshotsCommands } from './commands/snapshots.ts';
import { sqlCommand } from './commands/sql.ts';
import { prepareCommand, startCommand } from './commands/start.ts';
import { tokensCommands } from './commands/tokens.ts';
import { failureOf } from './run-result.ts';
import { terminal, type Output } from './terminal.ts';

/** What every command is given. */
export interface CommandContext {
  output: Output;
  now: () => Date;
}

/** Commands made apart from the program take its settings, or they would end the process themselves with exit code 1. */
function inherit(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inherit(command);
  }
}

/** Exit codes: 0 done, 1 failed, 2 wrong usage. With `--json` an error is one line of JSON on standard error. */
async function main(): Promise<number> {
  const context: CommandContext = { output: terminal(), now: () => new Date() };
  const program = new Command('coalface')
    .description(
      '煤情 Coalface: market intelligence for a coal group\nState lives in COALFACE_HOME (now: ' +
        homeAt().root +
        ')',
    )
    .version('0.1.0')
    .showHelpAfterError()
    .exitOverride();
  program.addCommand(startCommand(context));
  program.addCommand(prepareCommand());
  program.addCommand(inspectCommand(context));
  program.addCommand(inboxCommands(context));
  program.addCommand(etlCommands(context));
  program.addCommand(scheduleCommands(context));
  program.addCommand(accountsCommands(context));
  program.addCommand(checksCommands(context));
  program.addCommand(queryCommand(context));
  program.addCommand(sqlCommand(context));
  program.addCommand(explainCommand(context));
  program.addCommand(quarantineCommands(context));
  program.addCommand(snapshotsCommands(context));
  program.addCommand(backupCommand(context));
  program.addCommand(restoreCommand(context));
  program.addCommand(sampleCommand(context));
  program.addCommand(tokensCommands(context));
  program.addCommand(doctorCommand(context));
  inherit(program);
  try {
    await program.parseAsync();
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`${process.argv.includes('--json') ? json(error) : text(error)}\n`);
    return 1;
  }
}

/** One line, for scripts. */
function json(error: unknown): string {
  return JSON.stringify({ error: failureOf(error) });
}

function text(error: unknown): string {
  if (error instanceof CoalfaceError) return error.describe();
  return (error instanceof Error && error.stack) || messageOf(error);
}

process.exitCode = await main();
