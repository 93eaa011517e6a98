import { Command } from 'commander';
import pc from 'picocolors';
import { homeAt } from '../../data/home.ts';
import { loadSources } from '../../data/source-file.ts';
import type { CommandContext } from '../cli.ts';
import { CONTENT } from '../doctor/content.ts';
import { examineFeeds } from '../doctor/feeds.ts';
import { examine, type Examined } from '../doctor/finding.ts';
import { MACHINE } from '../doctor/machine.ts';
import { WORK } from '../doctor/work.ts';

const COLOUR = { ok: pc.green, warn: pc.yellow, fail: pc.red };

/** `coalface doctor`: examine the installation and say how to mend what is wrong. Exit code 1 if anything fails. */
export function doctorCommand({ output, now }: CommandContext): Command {
  return new Command('doctor')
    .description('体检: examine this installation and say how to mend what is wrong')
    .option('--online', '联网检查: ask each host of a feed for a page, too')
    .option('--json', 'print JSON, for scripts')
    .action(async ({ online = false, json = false }: { online?: boolean; json?: boolean }) => {
      const patient = { home: homeAt(), env: process.env, now };
      const findings: Examined[] = [];
      const tell = (found: Examined) => {
        findings.push(found);
        if (!json) output.write(findingText(found));
      };
      for (const examination of [...MACHINE, ...CONTENT, ...WORK]) tell(await examine(examination, patient));
      if (online) await examineFeeds((await loadSources(patient.home)).values(), patient, tell);
      const healthy = !findings.some(({ level }) => level === 'fail');
      if (json) output.write(`${JSON.stringify({ healthy, findings }, null, 2)}\n`);
      if (!healthy) process.exitCode = 1;
    });
}

function findingText({ level, title, zh, en, mend }: Examined): string {
  const both = (words: { zh: string; en: string }) =>
    words.zh === words.en ? words.zh : `${words.zh} / ${words.en}`;
  const line = `${COLOUR[level](level.padEnd(4))} ${both(title)}: ${both({ zh, en })}\n`;
  return mend ? `${line}     → ${both(mend)}\n` : line;
}
