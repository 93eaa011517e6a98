import { Command } from 'commander';
import { userInfo } from 'node:os';
import pc from 'picocolors';
import { CoalfaceError } from '../../data/errors.ts';
import { homeAt } from '../../data/home.ts';
import { pruneSnapshots } from '../../data/prune.ts';
import { listSnapshots } from '../../data/snapshots.ts';
import type { CommandContext } from '../cli.ts';
import { diffFigures } from '../snapshots/diff-figures.ts';
import { diffTables } from '../snapshots/diff-tables.ts';
import { SnapshotLedger } from '../snapshots/ledger.ts';
import { listedSnapshots } from '../../data/snapshot-list.ts';
import { keptSnapshot, rollBack } from '../snapshots/rollback.ts';
import { verifySnapshot, type Verdict } from '../snapshots/verify.ts';
import { progressView } from '../terminal.ts';
import { diffText, gib, listText, verdictText } from './snapshots-text.ts';

interface Said {
  json?: boolean;
  by?: string;
  reason?: string;
}

/** `coalface snapshots list | verify | diff | rollback | release | pin | unpin | prune`. */
export function snapshotsCommands(context: CommandContext): Command {
  const { output } = context;
  const snapshots = new Command('snapshots').description(
    '快照: look at published snapshots, return to one, keep one',
  );
  const command = (usage: string, description: string) =>
    snapshots.command(usage).description(description).option('--json', 'print JSON, for scripts');
  const signed = (one: Command) =>
    one.option('--by <who>', '操作人: who does this; default the user of the system');
  const print = (said: Said, value: unknown, text: () => string) =>
    output.write(said.json ? `${JSON.stringify(value, null, 2)}\n` : text());

  command('list', '列出: every kept snapshot, newest first, and whether publishing is held').action(
    async (said: Said) => {
      const listed = await withLedger(context, (ledger) => listedSnapshots(homeAt(), ledger));
      print(said, listed, () => listText(listed));
    },
  );

  command(
    'verify',
    '核验: checksum, opens, row counts, every table readable; exit code 1 if one is not sound',
  )
    .argument('[id...]', 'snapshot ids; default all')
    .action(async (ids: string[], said: Said) => {
      const home = homeAt();
      const view = said.json ? null : progressView(output);
      const verdicts: Verdict[] = [];
      try {
        for (const id of ids.length ? ids : await listSnapshots(home)) {
          const report = (done: number, total: number) =>
            view?.update({ step: 'verify', source: id, done: mib(done), total: mib(total) });
          verdicts.push(await verifySnapshot(home, id, report));
        }
      } finally {
        view?.stop();
      }
      print(said, verdicts, () => verdicts.map(verdictText).join(''));
      if (verdicts.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
    });

  command('diff', '比较: tables, rows and figures that differ from one snapshot to another')
    .argument('<a>', 'the earlier snapshot')
    .argument('<b>', 'the later snapshot')
    .action(async (a: string, b: string, said: Said) => {
      const home = homeAt();
      const tables = await diffTables(keptSnapshot(home, a), keptSnapshot(home, b));
      const figures = await diffFigures(home, a, b);
      print(said, { a, b, tables, ...figures }, () => diffText(a, b, tables, figures));
    });

  signed(command('rollback', '回退: put an older snapshot into service at once and hold publishing'))
    .argument('<id>', 'snapshot id')
    .option('--reason <text>', '原因: why')
    .option('--no-hold', '不暂停发布: let the next run publish again')
    .action(async (id: string, said: Said & { hold: boolean }) => {
      const wish = { to: id, by: who(said), reason: said.reason ?? null, hold: said.hold };
      const from = await rollBack(homeAt(), context.now, wish);
      print(
        said,
        { ...wish, from },
        () =>
          `${pc.green('in service')} snapshot ${id}${from ? `, instead of ${from}` : ''}\n` +
          (said.hold
            ? 'publishing is held: runs go on loading; `coalface snapshots release` lets the next one publish\n'
            : 'publishing is not held: the next run publishes all that is loaded\n'),
      );
    });

  signed(
    command('release', '恢复发布: let runs publish again; the next one publishes all that is loaded'),
  ).action(async (said: Said) => {
    const released = await withLedger(context, (ledger) => ledger.release(who(said)));
    print(said, { released }, () =>
      released.length
        ? `released: the next \`coalface etl run\` publishes all that is loaded\n`
        : 'publishing was not held\n',
    );
  });

  signed(command('pin', '保留: keep a snapshot whatever its age'))
    .argument('<id>', 'snapshot id')
    .requiredOption('--reason <text>', '原因: why it is kept')
    .action(async (id: string, said: Said & { reason: string }) => {
      keptSnapshot(homeAt(), id);
      await withLedger(context, (ledger) => ledger.pin(id, said.reason, who(said)));
      print(said, { pinned: id, reason: said.reason }, () => `pinned ${id}: ${said.reason}\n`);
    });

  command('unpin', '取消保留: let retention decide again')
    .argument('<id>', 'snapshot id')
    .action(async (id: string, said: Said) => {
      const remaining = await withLedger(context, (ledger) => {
        if (!ledger.unpin(id)) throw notPinned(id, ledger);
        return ledger.pins().filter((pin) => pin.snapshot === id);
      });
      print(said, { unpinned: id, remaining }, () =>
        remaining.length
          ? `unpinned ${id}; it stays for ${remaining.map((pin) => pin.reason).join(', ')}\n`
          : `unpinned ${id}\n`,
      );
    });

  command('prune', '清理: delete what neither retention nor a pin keeps')
    .option('--dry-run', 'say what would be deleted, delete nothing')
    .action(async (said: Said & { dryRun?: boolean }) => {
      const dryRun = said.dryRun ?? false;
      const pruning = await withLedger(context, (ledger) =>
        pruneSnapshots(homeAt(), { pinned: ledger.pinned(), dryRun }),
      );
      print(said, { dryRun, ...pruning }, () =>
        [
          ...pruning.deleted.map((id) => `${dryRun ? 'would delete' : 'deleted'} ${id}\n`),
          ...pruning.busy.map((id) => `in use, left for the next time ${id}\n`),
          `${pruning.deleted.length} snapshots, ${gib(pruning.bytes)} GiB\n`,
        ].join(''),
      );
    });
  return snapshots;
}

async function withLedger<T>(
  { now }: CommandContext,
  work: (ledger: SnapshotLedger) => T | Promise<T>,
): Promise<T> {
  const ledger = new SnapshotLedger(homeAt(), now);
  try {
    return await work(ledger);
  } finally {
    ledger.close();
  }
}

function notPinned(id: string, ledger: SnapshotLedger): CoalfaceError {
  const cited = ledger.pins().find((pin) => pin.snapshot === id);
  return new CoalfaceError('not_pinned', cited ? `${id} is kept by ${cited.reason}` : `${id} is not pinned`, {
    hint: cited
      ? 'a snapshot that a published briefing cites stays as long as the briefing'
      : '`coalface snapshots list` shows the pins',
  });
}

function mib(bytes: number): number {
  return Math.ceil(bytes / 1024 ** 2);
}

function who({ by }: Said): string {
  return by ?? userInfo().username;
}
