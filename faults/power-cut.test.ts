import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentSnapshotId } from '../data/snapshots.ts';
import { prepareInstallations, SOURCES, type Installations } from './installation.ts';
import { CLI, watched } from './writer.ts';

/** Containers may forbid to trace a process; other systems have no strace. */
const TRACEABLE = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;

let installations: Installations;
beforeAll(async () => {
  installations = await prepareInstallations();
});
afterAll(() => installations.remove());

/**
 * A power cut keeps what was flushed and, of the rest, anything or nothing. What is named by a name that survives must
 * therefore be flushed before the name: file, name, folder, and only then the file that refers to it.
 */
test.skipIf(!TRACEABLE)(
  'a power cut at any instant finds what is named: bytes are flushed before names',
  async () => {
    const home = await installations.waiting();
    const log = path.join(path.dirname(home.root), 'strace.txt');
    const calls = 'fsync,fdatasync,rename,renameat,renameat2';
    const traced = watched(
      'strace',
      [
        '-f',
        '-y',
        '-s',
        '4096',
        '-e',
        `trace=${calls}`,
        '-o',
        log,
        process.execPath,
        CLI,
        'etl',
        'run',
        ...SOURCES,
      ],
      { ...process.env, COALFACE_HOME: home.root },
    );
    expect(await traced.ended).toMatchObject({ code: 0 });
    const effects = effectsOf(await readFile(log, 'utf8'), home.root);
    const id = (await currentSnapshotId(home)) ?? '';
    const flushedPointer = effects.indexOf('flush CURRENT.tmp');
    expect(
      inOrder(effects, [
        'flush warehouse.duckdb',
        `flush snapshots/${id}.duckdb.tmp`,
        `name snapshots/${id}.duckdb`,
        `flush snapshots/${id}.json.tmp`,
        `name snapshots/${id}.json`,
        'flush snapshots',
        'name CURRENT',
        'flush .',
      ]),
    ).toEqual([]);
    expect(flushedPointer).toBeGreaterThan(-1);
    expect(flushedPointer).toBeLessThan(effects.indexOf('name CURRENT'));

    const receipts = effects.filter((effect) => effect.startsWith('name landing/receipts/'));
    const bytes = effects.filter((effect) => /^name landing\/[0-9a-f]{2}\//.test(effect));
    expect(receipts.length).toBeGreaterThan(3);
    expect(bytes).toHaveLength(receipts.length);
    const between = effects.filter((effect) => effect.includes('landing'));
    for (const [n, named] of bytes.entries()) {
      const file = named.slice('name '.length);
      const draft = between.slice(0, between.indexOf(named)).findLast((effect) => effect.startsWith('flush'));
      expect(draft).toMatch(/^flush landing\/draft-/);
      expect(
        inOrder(between, [
          named,
          `flush ${path.dirname(file)}`,
          'flush landing',
          receipts[n] ?? '',
          'flush landing/receipts',
        ]),
      ).toEqual([]);
    }
    const kept = effects.find((effect) => /^name quarantine\/.+\.parquet$/.test(effect)) ?? '';
    expect(inOrder(effects, [`flush ${kept.slice('name '.length)}.tmp`, kept, 'flush quarantine'])).toEqual(
      [],
    );
  },
);

/** `flush PATH` and `name PATH` below the home, in the order in which they ended. */
function effectsOf(trace: string, root: string): string[] {
  const unfinished = new Map<string, string>();
  const effects: string[] = [];
  const below = (file: string) => path.relative(root, path.resolve(file)) || '.';
  for (const line of trace.split('\n')) {
    const [, process = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (rest.endsWith('<unfinished ...>')) {
      unfinished.set(process, rest);
      continue;
    }
    const call = rest.startsWith('<...') ? `${unfinished.get(process)}${rest}` : rest;
    if (!/= 0$/.test(call)) continue;
    const flushed = /^(?:fsync|fdatasync)\(\d+<([^>]+)>/.exec(call)?.[1];
    const named = /^rename\w*\(.*"([^"]+)"(?:, \w+)?(?:\)| <unfin)/.exec(call)?.[1];
    if (flushed?.startsWith(root)) effects.push(`flush ${below(flushed)}`);
    if (named?.startsWith(root)) effects.push(`name ${below(named)}`);
  }
  return effects;
}

/** Those of the wanted effects that do not come after the ones before them. */
function inOrder(effects: string[], wanted: string[]): string[] {
  let from = 0;
  return wanted.filter((effect) => {
    const at = effects.indexOf(effect, from);
    if (at >= 0) from = at;
    return at < 0;
  });
}
