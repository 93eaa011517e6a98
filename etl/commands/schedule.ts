import { Command } from 'commander';
import { userInfo } from 'node:os';
import pc from 'picocolors';
import { nextDue } from '../../data/cron.ts';
import { CoalfaceError } from '../../data/errors.ts';
import { homeAt } from '../../data/home.ts';
import { loadSources, sourceOf, type Source } from '../../data/source-file.ts';
import type { CommandContext } from '../cli.ts';
import { skipReason } from '../../data/skip-reason.ts';
import type { DueEntry, Pause } from '../../data/due-ledger-reader.ts';
import { DueLedger } from '../schedule/due-ledger.ts';
import { isHeld } from '../../data/process-lock.ts';
import { textTable } from '../terminal.ts';
import { instantOf } from './instant.ts';

interface Said {
  json?: boolean;
  by?: string;
  until?: string;
}

/** A source and its schedule. Times are ISO 8601 instants. */
interface Scheduled {
  source: string;
  schedule: string;
  /** null while it is paused for good, or cannot be had here */
  next: string | null;
  paused: Pause | null;
  /** why it cannot be had here: offline, no key */
  skipped: string | null;
  last: DueEntry | null;
}

/** `coalface schedule list | pause | resume | run-now`. */
export function scheduleCommands(context: CommandContext): Command {
  const { output, now } = context;
  const schedule = new Command('schedule').description('定时: when sources are run, and what became of it');
  const command = (usage: string, description: string) =>
    schedule.command(usage).description(description).option('--json', 'print JSON, for scripts');
  const print = (said: Said, value: unknown, text: () => string) =>
    output.write(said.json ? `${JSON.stringify(value, null, 2)}\n` : text());

  command('list', '列出: cron in Beijing, next and last run of every source, pauses').action(
    async (said: Said) => {
      const running = isHeld(homeAt().scheduleLock);
      const sources = await withLedger(context, async (ledger) =>
        [...(await loadSources(homeAt())).values()].flatMap(
          (source) => scheduled(source, ledger, now()) ?? [],
        ),
      );
      print(said, { running, sources }, () => listText(running, sources));
    },
  );

  command('pause', '暂停: let a source rest; what is due meanwhile is skipped')
    .argument('<source>', 'source id')
    .option(
      '--until <date>',
      '到: 2026-10-08 or 2026-10-08 09:00, in Beijing; default until `resume`',
      instantOf,
    )
    .option('--by <who>', '操作人: who does this; default the user of the system')
    .action(async (id: string, said: Said) => {
      const until = said.until === undefined ? null : new Date(said.until);
      if (until && until <= now()) {
        throw new CoalfaceError('bad_until', `${until.toISOString()} is over`, {
          hint: 'name an instant to come',
        });
      }
      const paused = await withSource(context, id, (ledger) => {
        ledger.pause(id, said.by ?? userInfo().username, until);
        return ledger.paused(id);
      });
      print(said, paused, () => `${pc.green('paused')} ${id}${until ? ` until ${beijing(until)}` : ''}\n`);
    });

  command('resume', '恢复: run a source on its schedule again, from its next instant')
    .argument('<source>', 'source id')
    .action(async (id: string, said: Said) => {
      const wasPaused = await withSource(context, id, (ledger) => ledger.resume(id));
      print(said, { source: id, was_paused: wasPaused }, () =>
        wasPaused ? `${pc.green('resumed')} ${id}\n` : `${id} was not paused\n`,
      );
    });

  command('run-now', '立即运行: have the running server run a source now')
    .argument('<source>', 'source id')
    .action(async (id: string, said: Said) => {
      const requested = await withSource(context, id, (ledger) => {
        if (isHeld(homeAt().scheduleLock)) return ledger.request(id, 'request');
        throw new CoalfaceError('no_scheduler', 'no server runs the schedules of this installation', {
          hint: `run it here: coalface etl run ${id}`,
        });
      });
      print(said, { source: id, requested }, () =>
        requested
          ? `${pc.green('requested')} ${id}: the server runs it next; \`coalface schedule list\` shows how it went\n`
          : `${id} waits already\n`,
      );
    });
  return schedule;
}

async function withLedger<T>(
  { now }: CommandContext,
  work: (ledger: DueLedger) => T | Promise<T>,
): Promise<T> {
  const ledger = new DueLedger(homeAt(), now);
  try {
    return await work(ledger);
  } finally {
    ledger.close();
  }
}

/** @throws CoalfaceError `unknown_source` */
async function withSource<T>(
  context: CommandContext,
  id: string,
  work: (ledger: DueLedger) => T,
): Promise<T> {
  sourceOf(await loadSources(homeAt()), id);
  return withLedger(context, work);
}

function scheduled(source: Source, ledger: DueLedger, now: Date): Scheduled | null {
  const { id, schedule } = source;
  if (schedule === undefined) return null;
  const paused = ledger.paused(id);
  const skipped = skipReason(source, process.env);
  const from = paused?.until ? new Date(paused.until) : now;
  const rests = skipped !== null || (paused !== null && paused.until === null);
  return {
    source: id,
    schedule,
    next: rests ? null : (nextDue(schedule, from)?.toISOString() ?? null),
    paused,
    skipped,
    last: ledger.entries(id, 1)[0] ?? null,
  };
}

function listText(running: boolean, sources: readonly Scheduled[]): string {
  const cells = sources.map(({ source, schedule, next, paused, skipped, last }) => [
    source,
    schedule,
    next ? beijing(new Date(next)) : '—',
    last ? beijing(new Date(last.started_at ?? last.due_at)) : '—',
    last ? `${last.state}${last.attempt > 1 ? `, try ${last.attempt}` : ''}` : '—',
    remark({ paused, skipped, last }),
  ]);
  const server = running
    ? 'a server runs them'
    : `${pc.yellow('no server runs them')}: start one with \`coalface start\``;
  return `${textTable(['source', 'cron', 'next', 'last', 'result', ''], cells)}\n${server}; times are Beijing's\n`;
}

function remark({ paused, skipped, last }: Pick<Scheduled, 'paused' | 'skipped' | 'last'>): string {
  if (paused)
    return `paused by ${paused.by}${paused.until ? ` until ${beijing(new Date(paused.until))}` : ''}`;
  if (skipped !== null) return skipped;
  const again =
    last?.state === 'waiting' && last.attempt > 0 ? `again ${beijing(new Date(last.not_before))}; ` : '';
  return `${again}${last?.reason ?? ''}`;
}

const BEIJING = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

function beijing(at: Date): string {
  return BEIJING.format(at);
}
