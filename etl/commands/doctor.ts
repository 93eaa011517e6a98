import { Command } from 'commander';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, statfs } from 'node:fs/promises';
import pc from 'picocolors';
import { fileURLToPath } from 'node:url';
import { CoalfaceError, messageOf } from '../../data/errors.ts';
import { homeAt, type Home } from '../../data/home.ts';
import { currentSnapshotId, openSnapshot, snapshotFile } from '../../data/snapshots.ts';
import { loadSources } from '../../data/source-file.ts';
import { openWarehouse } from '../../data/warehouse.ts';
import { loadQueries } from '../../queries/engine/query-file.ts';
import type { CommandContext } from '../cli.ts';
import { Journal } from '../journal.ts';

const SERVER = fileURLToPath(new URL('../../build/index.js', import.meta.url));
const LEAST_FREE = 2 * 1024 ** 3;

interface Examination {
  what: string;
  /** what was found; throws what is wrong, with a hint how to mend it */
  look(home: Home): Promise<string>;
}

const sick = (message: string, hint: string) => new CoalfaceError('doctor', message, { hint });

const EXAMINATIONS: Examination[] = [
  {
    what: 'Node',
    async look() {
      if (Number(process.versions.node.split('.')[0]) < 24)
        throw sick(`${process.version} is too old`, 'start through npm, which brings Node 24');
      return process.version;
    },
  },
  {
    what: 'home folder',
    async look(home) {
      await mkdir(home.root, { recursive: true });
      await access(home.root, constants.W_OK | constants.R_OK);
      return home.root;
    },
  },
  {
    what: 'disk',
    async look(home) {
      const { bavail, bsize } = await statfs(home.root);
      const text = `${((bavail * bsize) / 1024 ** 3).toFixed(1)} GiB free`;
      if (bavail * bsize < LEAST_FREE)
        throw sick(text, 'free at least 2 GiB: every publication writes a copy of the warehouse');
      return text;
    },
  },
  {
    what: 'time zone data',
    async look() {
      const noon = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit' }).format(
        new Date('2012-06-18T04:00:00Z'),
      );
      if (noon !== '12')
        throw sick('Asia/Shanghai is not known', 'use the Node that npm installs, it carries full ICU data');
      return 'Asia/Shanghai known';
    },
  },
  { what: 'sources', look: async () => `${(await loadSources(homeAt())).size} source files are valid` },
  { what: 'queries', look: async () => `${(await loadQueries()).size} query files are valid` },
  {
    what: 'web app',
    async look() {
      if (!existsSync(SERVER)) throw sick('not built', 'run `npm start`, it builds what is needed');
      return 'built';
    },
  },
  {
    what: 'snapshot',
    async look(home) {
      const id = await currentSnapshotId(home);
      if (!id) throw sick('nothing published yet', 'run `npm start` or `coalface etl run`');
      (await openSnapshot(snapshotFile(home, id))).closeSync();
      return `${id} opens`;
    },
  },
  {
    what: 'journal',
    async look(home) {
      const journal = new Journal(home, () => new Date());
      const errors = journal.fileErrors();
      const [last] = journal.runs(1);
      journal.close();
      if (errors.length)
        throw sick(
          `${errors.length} files cannot be read: ${errors.map((one) => `${one.name} (${one.code})`).join(', ')}`,
          'see `coalface etl status`',
        );
      return last ? `last run ${last.id} ${last.status}` : 'no runs yet';
    },
  },
  {
    what: 'warehouse',
    async look(home) {
      if (!existsSync(home.warehouse)) return 'not there yet; the first run makes it';
      (await openWarehouse(home)).close();
      return 'opens for writing, no other writer';
    },
  },
];

/** `coalface doctor`: examine the installation and say how to mend what is wrong. Exit code 1 if anything is. */
export function doctorCommand({ output }: CommandContext): Command {
  return new Command('doctor')
    .description('examine this installation and say how to mend what is wrong')
    .action(async () => {
      const home = homeAt();
      for (const { what, look } of EXAMINATIONS) {
        try {
          output.write(`${pc.green('ok  ')} ${what.padEnd(16)} ${await look(home)}\n`);
        } catch (error) {
          process.exitCode = 1;
          const hint = error instanceof CoalfaceError && error.hint ? `\n     → ${error.hint}` : '';
          output.write(`${pc.red('FAIL')} ${what.padEnd(16)} ${messageOf(error)}${hint}\n`);
        }
      }
    });
}
