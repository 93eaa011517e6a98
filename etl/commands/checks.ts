import { Command } from 'commander';
import pc from 'picocolors';
import { openCheckHistory } from '../../data/check-history-reader.ts';
import type { CheckOutcome } from '../../data/check-records.ts';
import { rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import { homeAt, type Home } from '../../data/home.ts';
import { currentSnapshotId, openSnapshot, snapshotFile } from '../../data/snapshots.ts';
import { loadSources } from '../../data/source-file.ts';
import { readCatalogue } from '../checks/catalogue.ts';
import { loadChecks, type DeclaredCheck } from '../checks/check-files.ts';
import { verifyChecks } from '../checks/compile.ts';
import type { Judgement } from '../checks/judge.ts';
import { askAll } from '../checks/run-checks.ts';
import type { CommandContext } from '../cli.ts';
import { progressView, textTable } from '../terminal.ts';

const SHOWN = 30;

/** `coalface checks list | run | history`. */
export function checksCommands({ output, now }: CommandContext): Command {
  const checks = new Command('checks').description('检查: what is asked of the data before it is published');
  const command = (usage: string, description: string) =>
    checks.command(usage).description(description).option('--json', 'print JSON, for scripts');
  const print = (json: boolean | undefined, value: unknown, text: () => string) =>
    output.write(json ? `${JSON.stringify(value, null, 2)}\n` : text());

  command('list', '列出: all checks, and how each stands').action(async ({ json }: { json?: boolean }) => {
    const listed = await list(homeAt());
    print(json, listed, () =>
      textTable(
        ['check', 'group', 'severity', 'kind', 'stands', '检查'],
        listed.map((one) => [one.id, one.group, one.severity, one.kind, one.verdict ?? '—', one.title.zh]),
      ),
    );
  });

  command('run', '运行: ask all checks of the snapshot in service; nothing is recorded').action(
    async ({ json }: { json?: boolean }) => {
      const view = json ? null : progressView(output);
      const found = await runOnSnapshot(homeAt(), now(), (done, total) =>
        view?.update({ step: 'check', source: null, done, total }),
      );
      view?.stop();
      print(json, found.map(told), () => found.map(line).join(''));
      if (found.some(({ passed, declared }) => !passed && declared.check.severity === 'error'))
        process.exitCode = 1;
    },
  );

  command('history', '历史: what a check measured in the last runs')
    .argument('<check>', 'id of a check')
    .action(async (id: string, { json }: { json?: boolean }) => {
      const found = await history(homeAt(), id);
      print(json, found, () =>
        found.length
          ? textTable(
              ['run', 'passed', 'measured', 'ms', 'detail'],
              found.map((one) => [
                one.run,
                one.passed ? 'yes' : 'no',
                one.measured === null ? '—' : `${Number(one.measured.toPrecision(6))} ${one.unit ?? ''}`,
                one.ms?.toFixed(1) ?? '—',
                one.detail,
              ]),
              new Set(['measured', 'ms']),
            )
          : 'no run has asked it yet\n',
      );
    });
  return checks;
}

async function list(home: Home) {
  const declared = await loadChecks(home, await loadSources(home));
  const reader = openCheckHistory(home);
  try {
    const standings = new Map(reader?.standings().map((one) => [one.definition.name, one]));
    return declared.map(({ check, group, where }) => {
      const standing = standings.get(check.id);
      return {
        ...where,
        id: check.id,
        group: group.id,
        title: check.title,
        severity: check.severity,
        kind: check.kind,
        tags: check.tags,
        verdict: standing?.latest?.verdict ?? null,
        failingSince: standing?.failingSince?.checked_at ?? null,
      };
    });
  } finally {
    reader?.close();
  }
}

/** @throws CoalfaceError `no_snapshot`, `bad_check` … */
async function runOnSnapshot(
  home: Home,
  now: Date,
  progress: (done: number, total: number) => void,
): Promise<Judgement[]> {
  const checks = await loadChecks(home, await loadSources(home));
  const id = await currentSnapshotId(home);
  if (id === null) {
    throw new CoalfaceError('no_snapshot', 'nothing has been published yet', {
      hint: 'run `coalface etl run`',
    });
  }
  const instance = await openSnapshot(snapshotFile(home, id));
  const connection = await instance.connect();
  try {
    const catalogue = await readCatalogue(connection);
    await verifyChecks(connection, checks, catalogue);
    const runs = await rows<{ run: string }>(
      connection,
      'SELECT unnest(runs) AS run FROM meta.publication WHERE snapshot = (SELECT max(snapshot) FROM meta.publication)',
    );
    return await askAll(
      connection,
      checks,
      { runs: runs.map(({ run }) => run), months: null, now },
      progress,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** @throws CoalfaceError `unknown_check` naming those there are */
async function history(home: Home, id: string): Promise<CheckOutcome[]> {
  const reader = openCheckHistory(home);
  try {
    const found = reader?.history(id, SHOWN) ?? [];
    if (found.length > 0) return found;
  } finally {
    reader?.close();
  }
  const known: DeclaredCheck[] = await loadChecks(home, await loadSources(home));
  if (known.some(({ check }) => check.id === id)) return [];
  throw new CoalfaceError('unknown_check', `there is no check ${id}`, {
    hint: `known checks: ${known.map(({ check }) => check.id).join(', ')}`,
  });
}

function told({ declared, ...one }: Judgement) {
  const { id, severity, title, kind } = declared.check;
  return { id, group: declared.group.id, severity, kind, title, ...one };
}

function line({ declared: { check }, passed, verdict, detail, ms }: Judgement): string {
  const mark = passed ? pc.green('ok') : check.severity === 'error' ? pc.red('failed') : pc.yellow('failed');
  const time = `${ms.toFixed(1)} ms`;
  return `check ${check.id} (${check.severity}): ${mark} ${verdict === 'passed' ? '' : `${verdict} `}${detail}  ${pc.dim(time)}\n`;
}
