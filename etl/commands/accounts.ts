import { Command, InvalidArgumentError } from 'commander';
import { userInfo } from 'node:os';
import { homeAt, type Home } from '../../data/home.ts';
import { currentSnapshotId, openSnapshot, snapshotFile } from '../../data/snapshots.ts';
import type { CommandContext } from '../cli.ts';
import { accountText, decisionTable, decisionText, reviewTable } from '../names/account-text.ts';
import { readAliases } from '../names/alias-file.ts';
import type { DecisionDraft } from '../names/decision.ts';
import { readAccounts } from '../names/evidence.ts';
import { AccountLedger } from '../names/ledger.ts';
import type { AccountFacts } from '../names/name-index.ts';

type Stated = Partial<DecisionDraft> & Pick<DecisionDraft, 'kind' | 'account'>;

interface Said {
  name?: string;
  code?: string;
  from?: string;
  to?: string;
  note?: string;
  by?: string;
  json?: boolean;
}

/** `coalface accounts review | decide | undo | log | show`. */
export function accountsCommands(context: CommandContext): Command {
  const { output } = context;
  const accounts = new Command('accounts').description(
    '客户名称与编号的认定: which company a name or code means; decisions take effect with the next `coalface etl run`',
  );
  accounts
    .command('review')
    .description('待认定的名称与客户,涉及行数多的在前: what waits for a decision, most rows first')
    .option('--json', 'as JSON')
    .action((options: { json?: boolean }) => {
      const open = withLedger(context, (ledger) =>
        ledger.reviewed().filter((item) => item.status === 'open'),
      );
      output.write(options.json ? `${JSON.stringify(open, null, 2)}\n` : reviewTable(open));
    });
  accounts.addCommand(decideCommands(context));
  accounts
    .command('undo')
    .description('撤销认定: undo a decision; what it changed is as before after the next run')
    .argument('<id>', 'number of the decision', decisionId)
    .option('--by <who>', '撤销人: who undoes it; default the user of the system')
    .action((id: number, said: Said) => {
      const decision = withLedger(context, (ledger) => ledger.undo(id, who(said)));
      output.write(
        `已撤销认定 ${id}:${decisionText(decision)}\n下次 coalface etl run 起恢复原状 (undone with the next run)\n`,
      );
    });
  accounts
    .command('log')
    .description('认定记录,含已撤销的: all decisions, undone ones included')
    .option('--json', 'as JSON')
    .action((options: { json?: boolean }) => {
      const decisions = withLedger(context, (ledger) => ledger.decisions());
      output.write(options.json ? `${JSON.stringify(decisions, null, 2)}\n` : decisionTable(decisions));
    });
  accounts
    .command('show')
    .description('一家客户的名称、别名、上级与认定: names, aliases, group and decisions of an account')
    .argument('<code>', '客户编号: customer code')
    .action(async (code: string) => {
      const home = homeAt();
      const evidence = {
        accounts: await publishedAccounts(home),
        aliases: await readAliases(home),
        decisions: withLedger(context, (ledger) => ledger.decisions()),
      };
      output.write(accountText(code, evidence));
    });
  return accounts;
}

function decideCommands(context: CommandContext): Command {
  const decide = new Command('decide').description('作出认定: decide what a name or code means');
  const dated = (command: Command) =>
    command
      .option('--from <day>', '生效日: first business date it holds for; default from the beginning')
      .option('--to <day>', '失效日: first business date it holds for no more; default open');
  const signed = (command: Command) =>
    command
      .option('--note <text>', '说明: why')
      .option('--by <who>', '认定人: who decides; default the user of the system')
      .option('--json', 'print the decision as JSON, for scripts');
  const named = (command: Command) =>
    command
      .option('--name <name>', '单位名称: company name of the rows')
      .option('--code <code>', '客户编号: customer code of the rows; with a name, the pair of both');
  signed(dated(named(decide.command('alias'))))
    .description('名称或编号即某客户(别名、曾用名): a name or code means an account')
    .argument('<account>', '客户编号: the account')
    .action((account: string, said: Said) => take(context, { kind: 'alias', account }, said));
  signed(dated(decide.command('merge')))
    .description(
      '两个客户是同一家,前者计入后者: one account is the same as another; its rows count as the other',
    )
    .argument('<code>', '重复的客户编号: the account that is counted')
    .argument('<account>', '保留的客户编号: the account that it counts as')
    .action((code: string, account: string, said: Said) =>
      take(context, { kind: 'merge', code, account }, said),
    );
  signed(named(decide.command('separate')))
    .description('不是同一家,不再提示: they are two companies; do not propose them again')
    .argument('<account>', '客户编号: the account that the name or code is not')
    .action((account: string, said: Said) => take(context, { kind: 'separate', account }, said));
  signed(decide.command('parent'))
    .description('某客户是集团的下属电厂或单位: an account is a plant or subsidiary of a group')
    .argument('<code>', '下属客户编号: the plant')
    .argument('<group>', '集团客户编号: the group')
    .action((code: string, account: string, said: Said) =>
      take(context, { kind: 'parent', code, account }, said),
    );
  return decide;
}

async function take(context: CommandContext, stated: Stated, said: Said): Promise<void> {
  const accounts = new Map((await publishedAccounts(homeAt())).map((one) => [one.id, one]));
  const { name = null, code = null, from = null, to = null, note = null } = said;
  const decision = withLedger(context, (ledger) =>
    ledger.decide({ name, code, from, to, note, by: who(said), ...stated }, accounts),
  );
  if (said.json) {
    context.output.write(`${JSON.stringify(decision)}\n`);
    return;
  }
  context.output.write(
    `已记录认定 ${decision.id}:${decisionText(decision)}\n` +
      `下次 coalface etl run 起生效 (takes effect with the next run);撤销: coalface accounts undo ${decision.id}\n`,
  );
}

function withLedger<T>({ now }: CommandContext, work: (ledger: AccountLedger) => T): T {
  const ledger = new AccountLedger(homeAt(), now);
  try {
    return work(ledger);
  } finally {
    ledger.close();
  }
}

/** The accounts of the published snapshot; none before the first publication. */
async function publishedAccounts(home: Home): Promise<AccountFacts[]> {
  const id = await currentSnapshotId(home);
  if (id === null) return [];
  const instance = await openSnapshot(snapshotFile(home, id));
  const connection = await instance.connect();
  try {
    return await readAccounts(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function who({ by }: Said): string {
  return by ?? userInfo().username;
}

function decisionId(text: string): number {
  const id = Number(text);
  if (!Number.isInteger(id) || id < 1)
    throw new InvalidArgumentError('the number of a decision, for example 3');
  return id;
}
