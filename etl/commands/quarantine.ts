import { Command, InvalidArgumentError } from 'commander';
import { userInfo } from 'node:os';
import { CoalfaceError } from '../../data/errors.ts';
import { homeAt } from '../../data/home.ts';
import { dismissedRows, listQuarantine, quarantinePage } from '../../data/quarantine-rows.ts';
import {
  quarantinedFile,
  readQuarantineState,
  type QuarantineEntry,
  type QuarantineState,
} from '../../data/quarantine-state.ts';
import type { CommandContext } from '../cli.ts';
import { QuarantineLedger } from '../quarantine-ledger.ts';
import { retryQuarantine } from '../quarantine-retry.ts';
import { writeQuarantineWorkbook } from '../quarantine-workbook.ts';
import { progressView } from '../terminal.ts';
import { quarantineListText, quarantinePageText, retriedText } from './quarantine-text.ts';
import { WAIT_S } from './run-and-report.ts';

const SHOWN = 20;

interface Said {
  source?: string;
  reason?: string;
  olderThan?: number;
  dismissed?: boolean;
  row?: number[];
  out?: string;
  by?: string;
  json?: boolean;
}

/** `coalface quarantine list | show | export | retry | dismiss | undo`. */
export function quarantineCommands(context: CommandContext): Command {
  const { output, now } = context;
  const quarantine = new Command('quarantine').description(
    '隔离区: rows that were kept aside: why, since when, and what to do about them',
  );
  const command = (usage: string, description: string) =>
    quarantine.command(usage).description(description).option('--json', 'print JSON, for scripts');
  const print = (said: Said, value: unknown, text: () => string) =>
    output.write(said.json ? `${JSON.stringify(value, null, 2)}\n` : text());
  const FILE = 'landing id or name of a file';

  command('list', '列出: how many rows, by source, reason and age, and their files')
    .option('--source <id>', 'of one source')
    .option('--reason <code>', 'with one reason')
    .option('--older-than <days>', 'of files with rows in quarantine for more days than that', wholeNumber)
    .option('--dismissed', 'with the rows that somebody has dismissed')
    .action(async (said: Said) => {
      const home = homeAt();
      const state = readQuarantineState(home);
      const { source, reason, olderThan: olderThanDays, dismissed } = said;
      const found = await listQuarantine(home, state, { source, reason, olderThanDays, dismissed }, now());
      const decisions = dismissed ? { dismissals: state.dismissals } : {};
      print(said, { ...found, ...decisions }, () => quarantineListText(found));
    });

  command('show', '查看: rows as they were received, the cells at fault marked, with all reasons')
    .argument('<file>', FILE)
    .option('--row <n...>', 'numbers of rows; default the first 20', wholeNumbers)
    .action(async (file: string, said: Said) => {
      const home = homeAt();
      const state = readQuarantineState(home);
      const entry = quarantinedFile(state, file);
      const page = await quarantinePage(home, entry, { limit: said.row?.length ?? SHOWN, only: said.row });
      const dismissed = dismissedRows(state.dismissals, entry.file);
      const rows = page.rows.map((row) => ({ ...row, dismissed: dismissed.has(row.row) }));
      print(said, { ...entry, total: entry.rows, shown: rows }, () =>
        quarantinePageText(entry, page, dismissed),
      );
    });

  command('export', '导出: a workbook with the rows, the cells at fault coloured and the reasons')
    .argument('[file]', FILE)
    .option('--source <id>', 'every file of a source')
    .requiredOption('--out <path>', 'the workbook to write (.xlsx)')
    .action(async (file: string | undefined, said: Said) => {
      const out = said.out ?? '';
      const entries = entriesOf(readQuarantineState(homeAt()), file, said.source);
      const rows = await writeQuarantineWorkbook(homeAt(), entries, out);
      print(said, { out, rows }, () => `${rows} 行 / rows → ${out}\n`);
    });

  command('retry', '重读: read the files again after a synonym, an alias or a unit rule was added')
    .argument('[file]', FILE)
    .option('--source <id>', 'every file of a source')
    .action(async (file: string | undefined, said: Said) => {
      const home = homeAt();
      const entries = entriesOf(readQuarantineState(home), file, said.source);
      const view = said.json ? null : progressView(output);
      const { outcomes, retried } = await retryQuarantine(entries, {
        home,
        now,
        progress: (progress) => view?.update(progress),
        waitMs: WAIT_S * 1000,
      }).finally(() => view?.stop());
      const errors = outcomes.flatMap((outcome) => outcome.errors.map((error) => error.describe()));
      print(said, { runs: outcomes.map((outcome) => outcome.run), retried, errors }, () =>
        [retriedText(retried), ...errors.map((error) => `${error}\n`)].join(''),
      );
      if (errors.length) process.exitCode = 1;
    });

  const signed = (one: Command) =>
    one.option('--by <who>', '决定人: who decides; default the user of the system');
  signed(command('dismiss', '不再处理: rows need no more work; they stay in quarantine and are not counted'))
    .argument('<file>', FILE)
    .requiredOption('--row <n...>', 'numbers of the rows', wholeNumbers)
    .requiredOption('--reason <text>', '原因: why')
    .action(async (file: string, said: Said) => {
      const home = homeAt();
      const entry = quarantinedFile(readQuarantineState(home), file);
      const rows = [...new Set(said.row)].sort((a, b) => a - b);
      await quarantinePage(home, entry, { limit: rows.length, only: rows });
      const [by, reason] = [who(said), said.reason ?? ''];
      const id = withLedger(context, (ledger) => ledger.dismiss(entry.file, rows, { by, reason }));
      print(
        said,
        { id, file: entry.file, rows, by, reason },
        () => `已记录决定 ${id} / decision ${id}; 撤销 undo: coalface quarantine undo ${id}\n`,
      );
    });

  signed(command('undo', '撤销决定: the rows of a decision are open again'))
    .argument('<id>', 'number of the decision', wholeNumber)
    .action((id: number, said: Said) => {
      withLedger(context, (ledger) => ledger.undo(id, who(said)));
      print(said, { undone: id }, () => `已撤销决定 ${id} / decision ${id} is undone\n`);
    });
  return quarantine;
}

function entriesOf(
  state: QuarantineState,
  file: string | undefined,
  source: string | undefined,
): QuarantineEntry[] {
  if ((file === undefined) === (source === undefined)) {
    throw new CoalfaceError(
      'bad_request',
      '请给出一个文件或 --source: name one file, or a source with --source',
    );
  }
  if (file !== undefined) return [quarantinedFile(state, file)];
  const found = state.entries.filter((entry) => entry.source === source);
  if (found.length > 0) return found;
  throw new CoalfaceError(
    'nothing_kept_aside',
    `${source} 没有隔离行: no rows of ${source} are in quarantine`,
    {
      hint: 'coalface quarantine list',
    },
  );
}

function who({ by }: Said): string {
  return by ?? userInfo().username;
}

function withLedger<T>({ now }: CommandContext, work: (ledger: QuarantineLedger) => T): T {
  const ledger = new QuarantineLedger(homeAt(), now);
  try {
    return work(ledger);
  } finally {
    ledger.close();
  }
}

function wholeNumber(given: string): number {
  if (!/^[1-9]\d{0,14}$/.test(given)) throw new InvalidArgumentError('write a whole number above 0');
  return Number(given);
}

function wholeNumbers(given: string, before: number[] | undefined): number[] {
  return [...(before ?? []), wholeNumber(given)];
}
