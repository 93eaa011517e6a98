import type { Home } from '../../data/home.ts';
import { openCheckHistory } from '../../data/check-history-reader.ts';
import { isRemote } from '../../data/origin-schema.ts';
import { openDueLedgerReader } from '../../data/due-ledger-reader.ts';
import { isHeld } from '../../data/process-lock.ts';
import { openJournalReader, type JournalReader } from '../../data/journal-reader.ts';
import { holdNow } from '../../data/snapshot-ledger-reader.ts';
import { loadSources } from '../../data/source-file.ts';
import { skipReason } from '../../data/skip-reason.ts';
import { ok, warn, type Examination, type Finding, type Patient } from './finding.ts';

/** What runs did and what waits for somebody: last run, checks, unreadable files, hold, schedules. */
export const WORK: readonly Examination[] = [
  { id: 'last_run', title: { zh: '最近运行', en: 'last run' }, look: ({ home }) => lastRun(home) },
  {
    id: 'failed_files',
    title: { zh: '未能读取的文件', en: 'failed files' },
    look: ({ home }) => failedFiles(home),
  },
  { id: 'checks', title: { zh: '质量检查', en: 'checks' }, look: ({ home }) => checks(home) },
  { id: 'publishing', title: { zh: '发布', en: 'publishing' }, look: ({ home }) => publishing(home) },
  { id: 'schedules', title: { zh: '定时任务', en: 'schedules' }, look: schedules },
  { id: 'due', title: { zh: '到期与暂停', en: 'due and paused' }, look: due },
];

/** @returns what `read` gives; null before the first run */
function inJournal<T>(home: Home, read: (journal: JournalReader) => T): T | null {
  const journal = openJournalReader(home);
  try {
    return journal && read(journal);
  } finally {
    journal?.close();
  }
}

function lastRun(home: Home): Finding {
  const [run] = inJournal(home, (journal) => journal.runs(1)) ?? [];
  if (!run) return ok('尚无', 'none yet');
  const text = `${run.id} ${run.status}`;
  if (run.status !== 'failed' && run.status !== 'interrupted') return ok(text, text);
  const why = run.error ? `${text}: ${run.error.split('\n')[0]}` : text;
  return warn(why, why, {
    zh: '查看 coalface etl status 与 logs/run.*.log;下一次运行会补做',
    en: 'see `coalface etl status` and logs/run.*.log; the next run does what this one did not',
  });
}

function failedFiles(home: Home): Finding {
  const errors = inJournal(home, (journal) => journal.fileErrors()) ?? [];
  if (errors.length === 0) return ok('没有', 'none');
  const names = errors.map((one) => `${one.source}/${one.name} (${one.code})`).join(', ');
  return warn(names, names, {
    zh: '用 coalface etl try SOURCE FILE 查看原因,改正后重新放入,或移出 inbox',
    en: '`coalface etl try SOURCE FILE` says why; drop a corrected file, or take it out of the inbox',
  });
}

function checks(home: Home): Finding {
  const history = openCheckHistory(home);
  try {
    const asked = history?.lastRun() ?? [];
    const wrong = asked.filter(({ failed, severity }) => failed && severity === 'error');
    if (wrong.length === 0)
      return ok(`${asked.length} 项,没有阻止发布的`, `${asked.length} asked, none stops publishing`);
    const names = wrong.map(({ name, detail }) => `${name} (${detail})`).join(', ');
    return warn(`阻止发布: ${names}`, `these stop publishing: ${names}`, {
      zh: '在 /data/checks 查看,改正数据后重新运行;读者仍使用上一个好快照',
      en: 'see /data/checks, mend the data and run again; readers keep the last good snapshot',
    });
  } finally {
    history?.close();
  }
}

function publishing(home: Home): Finding {
  const hold = holdNow(home);
  if (!hold) return ok('未暂停', 'not held');
  return warn(`${hold.by} 于 ${hold.at} 暂停`, `held since ${hold.at} by ${hold.by}`, {
    zh: '数据改正后运行 coalface snapshots release',
    en: '`coalface snapshots release` once the data are corrected',
  });
}

async function schedules({ home, env }: Patient): Promise<Finding> {
  const sources = [...(await loadSources(home)).values()].filter(({ schedule }) => schedule !== undefined);
  const idle = sources.flatMap((source) => {
    const reason = skipReason(source, env);
    return reason === null ? [] : [`${source.id}: ${reason}`];
  });
  const running = `${sources.length - idle.length} 个来源定时运行`;
  const runningEn = `${sources.length - idle.length} sources have one`;
  const remote = sources.filter(({ origin }) => isRemote(origin)).length;
  if (idle.length === 0) return ok(running, `${runningEn}, ${remote} of them over the network`);
  return warn(`${running};不运行: ${idle.join('; ')}`, `${runningEn}; these do not run: ${idle.join('; ')}`, {
    zh: '在环境变量中设置密钥,或取消 COALFACE_OFFLINE',
    en: 'set the keys in the environment, or unset COALFACE_OFFLINE',
  });
}

/** Entries that wait because no server runs the schedules, retries, pauses. */
function due({ home, now }: Patient): Finding {
  const ledger = openDueLedgerReader(home, now);
  if (!ledger) return ok('尚无', 'none yet');
  try {
    const [waiting, pauses] = [ledger.waiting(), ledger.pauses()];
    const retries = waiting.filter((one) => one.retries > 0).map(({ source }) => source);
    const paused = pauses.map(({ source, by }) => `${source} (${by})`);
    const idle = waiting.length > 0 && !isHeld(home.scheduleLock);
    const entries = waiting.reduce((sum, one) => sum + one.entries, 0);
    const zh = `等待 ${entries};待重试 ${retries.join(', ') || '无'};已暂停 ${paused.join(', ') || '无'}`;
    const en = `${entries} wait; tried again: ${retries.join(', ') || 'none'}; paused: ${paused.join(', ') || 'none'}`;
    if (!idle && retries.length === 0 && paused.length === 0) return ok(zh, en);
    return warn(zh, en, {
      zh: `${idle ? '没有服务在执行计划:用 coalface start 启动;' : ''}coalface schedule list 说明原因,coalface schedule resume SOURCE 恢复`,
      en: `${idle ? 'no server runs the schedules: start one with `coalface start`; ' : ''}\`coalface schedule list\` says why, \`coalface schedule resume SOURCE\` ends a pause`,
    });
  } finally {
    ledger.close();
  }
}
