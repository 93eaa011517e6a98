import { Command } from 'commander';
import path from 'node:path';
import { homeAt } from '../../data/home.ts';
import type { CommandContext } from '../cli.ts';
import { addToInbox } from '../inbox/add.ts';
import { previewFile } from '../inbox/preview.ts';

interface Said {
  source?: string;
  name?: string;
  json?: boolean;
}

/** `coalface inbox preview | add`. */
export function inboxCommands({ output }: CommandContext): Command {
  const inbox = new Command('inbox').description('收件箱: files that are dropped for the next run');
  const command = (usage: string, description: string) =>
    inbox
      .command(usage)
      .description(description)
      .argument('<file>', 'path of the file')
      .option('--name <name>', 'what the file is called; default its own name')
      .option('--json', 'print JSON, for scripts');
  const print = (said: Said, value: unknown, text: () => string) =>
    output.write(said.json ? `${JSON.stringify(value, null, 2)}\n` : text());

  command('preview', '预览: to which source a file belongs and what would become of it; nothing is loaded')
    .option('--source <id>', 'source that it is tried with; default the likest')
    .action(async (file: string, said: Said) => {
      const seen = await previewFile(homeAt(), file, said.name ?? path.basename(file), said.source);
      const { rehearsal, blocked, unclear, source } = seen;
      const fault = blocked ?? unclear;
      print(said, seen, () =>
        rehearsal
          ? `${source?.id}: ${rehearsal.records} 条 records = ${rehearsal.accepted} 可入库 good + ${rehearsal.rejected} 隔离 quarantined + ${rehearsal.reprints} 重复 reprints + ${rehearsal.furniture} 表头表尾 headers and footers\n`
          : `不能入库 cannot be loaded: ${fault?.code} ${fault?.message}\n`,
      );
    });

  command('add', '放入: a copy into the inbox of a source, whole or not at all, never over another file')
    .requiredOption('--source <id>', 'source that it is for')
    .action(async (file: string, said: Said) => {
      const added = await addToInbox(homeAt(), said.source ?? '', file, said.name);
      const means = {
        added: '已放入 added',
        known: '已收过相同内容 received before',
        waiting: '已在收件箱 waits there already',
      };
      print(said, added, () => `${means[added.outcome]}: ${added.source} ${added.name}\n`);
    });
  return inbox;
}
