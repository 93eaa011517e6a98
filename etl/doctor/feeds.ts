import { CoalfaceError } from '../../data/errors.ts';
import { isRemote, type HttpOrigin } from '../../data/origin-schema.ts';
import type { Source } from '../../data/source-file.ts';
import { skipReason } from '../../data/skip-reason.ts';
import { Web } from '../extract/web.ts';
import { examine, fail, ok, warn, type Examined, type Finding, type Patient } from './finding.ts';

const SKEW_MS = 60_000;

/**
 * Ask each host of a feed for one of its pages, with the manners of a run: robots.txt, pace, caps. A feed that needs a key
 * is not asked, nor one that must be posted to.
 * @param tell is given each finding as it comes, and last what the hosts' clocks say of this one
 */
export async function examineFeeds(
  sources: Iterable<Source>,
  patient: Patient,
  tell: (found: Examined) => void,
): Promise<void> {
  const web = new Web({ env: patient.env });
  const asked = new Map<string, { id: string; origin: HttpOrigin }>();
  for (const source of sources) {
    const { id, origin } = source;
    if (origin.kind !== 'http' || !isRemote(origin) || skipReason(source, patient.env) !== null) continue;
    if (origin.key || origin.method === 'post' || !URL.canParse(origin.url)) continue;
    const { host } = new URL(origin.url);
    if (!asked.has(host)) asked.set(host, { id, origin });
  }
  const skews: number[] = [];
  try {
    for (const [host, { id, origin }] of asked) {
      const look = () => reach(web, origin, patient.now, skews);
      tell(await examine({ id: `feed_${id}`, title: { zh: host, en: host }, look }, patient));
    }
  } finally {
    await web.close();
  }
  const title = { zh: '时钟偏差', en: 'clock of hosts' };
  tell(await examine({ id: 'clock_skew', title, look: () => judgeSkew(skews) }, patient));
}

async function reach(web: Web, origin: HttpOrigin, now: () => Date, skews: number[]): Promise<Finding> {
  try {
    const { status, headers } = await web.fetcher(origin).get(origin.url);
    const date = Date.parse(headers['date'] ?? '');
    if (!Number.isNaN(date)) skews.push(now().getTime() - date);
    return ok(`可达 ${status}`, `answers ${status}`);
  } catch (error) {
    if (!(error instanceof CoalfaceError)) throw error;
    const text = `${error.code}: ${error.message}`;
    return warn(text, text, {
      zh: '检查网络、代理 (HTTPS_PROXY) 与防火墙;已有快照不受影响',
      en:
        error.hint ??
        'check network, proxy (HTTPS_PROXY) and firewall; the last good snapshot stays in service',
    });
  }
}

/** Judge this clock by those of the hosts; half of them may be wrong. @param skews milliseconds that this one is ahead */
export function judgeSkew(skews: readonly number[]): Finding {
  if (skews.length === 0) return ok('没有主机应答', 'no host told its time');
  const sorted = [...skews].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const text = `${Math.round(median / 1000)} s`;
  if (Math.abs(median) <= SKEW_MS) return ok(text, text);
  return fail(`本机时钟偏差 ${text}`, `this clock is ahead by ${text}`, {
    zh: '开启时间同步: timedatectl set-ntp true',
    en: 'synchronise the clock: `timedatectl set-ntp true`',
  });
}
