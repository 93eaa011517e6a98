import { Command, Option } from 'commander';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CoalfaceError, systemCode } from '../../data/errors.ts';
import { homeAt } from '../../data/home.ts';
import type { CommandContext } from '../cli.ts';
import { inspectFile } from '../inspect/inspect.ts';
import { inspectionJson } from '../inspect/json.ts';
import { inspectionText } from '../inspect/report.ts';

interface Options {
  object?: string;
  sheet?: string;
  save?: string | true;
  format: 'text' | 'json';
}

/** `coalface inspect FILE`: what an export is and what would become of it. Exit code 1 if it cannot be loaded. */
export function inspectCommand({ output }: CommandContext): Command {
  return new Command('inspect')
    .description(
      'look at an export before anything is loaded: what it is, which column is which, what would be kept aside',
    )
    .argument('<file>', 'path of the export')
    .option('--object <id>', 'what a row is (contract, opportunity …); default: the best guess')
    .option('--sheet <name>', 'sheet of a workbook; default the first')
    .option('--save [file]', 'write a source file for such exports; default COALFACE_HOME/sources/ID.yaml')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (file: string, options: Options) => {
      const home = homeAt();
      const seen = await inspectFile(home, file, options);
      output.write(
        options.format === 'json'
          ? `${JSON.stringify(inspectionJson(seen), null, 2)}\n`
          : inspectionText(seen),
      );
      if (options.save !== undefined) {
        const target = options.save === true ? path.join(home.sources, `${seen.id}.yaml`) : options.save;
        await save(target, seen.source);
        if (options.format === 'text') output.write(`已保存 saved ${target}\n`);
      }
      if (seen.blocked) process.exitCode = 1;
    });
}

/** A source that someone has edited is never written over. */
async function save(target: string, text: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, text, { flag: 'wx' }).catch((error: unknown) => {
    if (systemCode(error) !== 'EEXIST') throw error;
    throw new CoalfaceError('source_exists', 'there is such a source file already', {
      where: { file: target },
      hint: 'name another with --save FILE, or remove it',
    });
  });
}
