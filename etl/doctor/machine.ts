import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { messageOf, systemCode } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { openJournalReader } from '../../data/journal-reader.ts';
import { fail, ok, warn, type Examination, type Finding } from './finding.ts';

const GIB = 1024 ** 3;
const LEAST_FREE = 2 * GIB;
/** A publication needs one copy of the warehouse, a backup another, and the warehouse grows. */
const COPIES = 3;
/** Clocks of machines and of network disks differ a little. */
const SKEW_MS = 5 * 60_000;

/** What the machine must offer: Node, disk, folders, clock, time zone, fonts. */
export const MACHINE: readonly Examination[] = [
  {
    id: 'node',
    title: { zh: 'Node 版本', en: 'Node' },
    look: () => judgeNode(process.version, process.platform, process.arch),
  },
  { id: 'disk', title: { zh: '磁盘空间', en: 'disk' }, look: ({ home }) => disk(home) },
  { id: 'folders', title: { zh: '目录权限', en: 'folders' }, look: ({ home }) => folders(home) },
  { id: 'clock', title: { zh: '系统时钟', en: 'clock' }, look: ({ home, now }) => clock(home, now()) },
  { id: 'time_zone', title: { zh: '时区数据', en: 'time zone data' }, look: timeZone },
  { id: 'fonts', title: { zh: '中文字体', en: 'Chinese fonts' }, look: ({ env }) => fonts(env) },
];

/** Judge a Node: 24 or newer, on a processor that DuckDB is made for. */
export function judgeNode(version: string, platform: string, arch: string): Finding {
  const text = `${version} ${platform}-${arch}`;
  if (Number(/^v(\d+)/.exec(version)?.[1]) < 24) {
    return fail(`${text} 过旧`, `${text} is too old`, {
      zh: '通过 npm 启动,它自带 Node 24',
      en: 'start through npm, which brings Node 24',
    });
  }
  if (arch !== 'x64' && arch !== 'arm64') {
    return fail(`${text} 不受支持`, `${text} is not supported`, {
      zh: '使用 x64 或 arm64 的机器',
      en: 'use a machine of x64 or arm64: DuckDB is made for no other',
    });
  }
  return ok(text, text);
}

async function disk(home: Home): Promise<Finding> {
  await mkdir(home.root, { recursive: true });
  const { bavail, bsize } = await statfs(home.root);
  const warehouse = existsSync(home.warehouse) ? (await stat(home.warehouse)).size : 0;
  return judgeDisk(bavail * bsize, warehouse);
}

/** Judge the free space. @param free bytes; @param warehouse bytes of the warehouse */
export function judgeDisk(free: number, warehouse: number): Finding {
  const needed = Math.max(LEAST_FREE, COPIES * warehouse);
  const size = (bytes: number) => `${(bytes / GIB).toFixed(1)} GiB`;
  if (free >= needed) return ok(`剩余 ${size(free)}`, `${size(free)} free`);
  return fail(`剩余 ${size(free)},需要 ${size(needed)}`, `${size(free)} free, ${size(needed)} are needed`, {
    zh: '清理磁盘,或运行 coalface snapshots prune',
    en: 'free space, for example by `coalface snapshots prune`: every publication copies the warehouse',
  });
}

/** Each folder that is there must let a file be made, filled and deleted. */
async function folders(home: Home): Promise<Finding> {
  const { root, landing, inbox, snapshots, quarantine, briefings, sources, reference, queries, logs } = home;
  const all = [root, landing, inbox, snapshots, quarantine, briefings, sources, reference, queries, logs];
  const refused: string[] = [];
  for (const folder of all) {
    if (folder !== root && !existsSync(folder)) continue;
    const file = path.join(folder, `.doctor-${randomUUID()}`);
    try {
      await writeFile(file, 'written to see whether it can be', { flag: 'wx' });
    } catch (error) {
      refused.push(`${folder} (${systemCode(error) ?? messageOf(error)})`);
    } finally {
      await rm(file, { force: true }).catch(() => undefined);
    }
  }
  if (refused.length === 0) return ok(`可写 ${home.root}`, `${home.root} can be written`);
  return fail(`不可写: ${refused.join(', ')}`, `cannot be written: ${refused.join(', ')}`, {
    zh: '让运行 Coalface 的用户拥有这些目录: chown -R USER 目录',
    en: 'give them to the user that runs Coalface: `chown -R USER FOLDER`',
  });
}

/** What was written lately must not be of a time to come: ids and revisions are ordered by time. */
async function clock(home: Home, now: Date): Promise<Finding> {
  const receipts = path.join(home.landing, 'receipts');
  const places = [home.state, home.current, ...(await entries(receipts))];
  const times = await Promise.all(
    places.map(async (place) => (await stat(place).catch(() => null))?.mtimeMs),
  );
  const journal = openJournalReader(home);
  const run = journal?.runs(1)[0];
  journal?.close();
  return judgeClock(now, [
    ...times.filter((time) => time !== undefined),
    run ? Date.parse(run.started_at) : 0,
  ]);
}

async function entries(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  return names.map((name) => path.join(folder, name));
}

/** Judge the clock by when something was written last. @param written milliseconds since 1970 */
export function judgeClock(now: Date, written: readonly number[]): Finding {
  const newest = written.reduce((most, time) => Math.max(most, time), 0);
  const text = now.toISOString();
  if (newest <= now.getTime() + SKEW_MS) return ok(text, text);
  const later = new Date(newest).toISOString();
  return fail(`现在 ${text},但有文件写于 ${later}`, `it is ${text}, but something was written at ${later}`, {
    zh: '开启时间同步: timedatectl set-ntp true',
    en: 'synchronise the clock: `timedatectl set-ntp true`',
  });
}

function timeZone(): Finding {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit' });
  if (format.format(new Date('2012-06-18T04:00:00Z')) === '12')
    return ok('Asia/Shanghai 可用', 'Asia/Shanghai is known');
  return fail('没有 Asia/Shanghai', 'Asia/Shanghai is not known', {
    zh: '使用 npm 安装的 Node,它带有完整的 ICU 数据',
    en: 'use the Node that npm installs, it carries full ICU data',
  });
}

async function fonts(env: NodeJS.ProcessEnv): Promise<Finding> {
  if (process.platform !== 'linux') return ok('系统自带', 'the system has them');
  const mend = {
    zh: '安装中文字体: apt install fonts-noto-cjk 或 dnf install google-noto-sans-cjk-fonts',
    en: 'pictures and prints of this machine lack Chinese: `apt install fonts-noto-cjk` or `dnf install google-noto-sans-cjk-fonts`',
  };
  try {
    const { stdout } = await promisify(execFile)('fc-list', [':lang=zh', 'family'], { env });
    const families = new Set(stdout.split('\n').filter(Boolean));
    if (families.size > 0) return ok(`${families.size} 种`, `${families.size} families`);
    return warn('没有中文字体', 'there are none', mend);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    return warn('没有 fontconfig,无法查看字体', 'fc-list is not there, so fonts are unknown', mend);
  }
}
