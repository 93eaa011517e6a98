import { Command, InvalidArgumentError } from 'commander';
import path from 'node:path';
import { homeAt } from '../../data/home.ts';
import type { CommandContext } from '../cli.ts';
import { generateSample } from '../sample/generate.ts';
import { progressView } from '../terminal.ts';

/** `coalface sample`: write the sample company's files. */
export function sampleCommand({ output }: CommandContext): Command {
  return new Command('sample')
    .description('write the files of the sample company (fictional, the same every time)')
    .option('--out <folder>', 'where to write; default COALFACE_HOME')
    .option('--scale <n>', 'multiply the deliveries, for benchmarks', wholeNumber, 1)
    .action(async (options: { out?: string; scale: number }) => {
      const out = path.resolve(options.out ?? homeAt().root);
      const view = progressView(output);
      const summary = await generateSample({
        out,
        scale: options.scale,
        onProgress: (done, total, what) => view.update({ step: 'sample', source: what, done, total }),
      });
      view.stop();
      output.write(`sample company written to ${out}: ${summary.deliveries} deliveries\n`);
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1000)
    throw new InvalidArgumentError('a whole number from 1 to 1000');
  return value;
}
