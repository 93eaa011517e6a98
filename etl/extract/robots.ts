import robotsParser from 'robots-parser';
import { CoalfaceError } from '../../data/errors.ts';
import { isPassing } from './fault.ts';
import type { Answer } from './exchange.ts';

/** The name by which robots.txt addresses this program. */
export const ROBOT = 'Coalface';

/** More of a robots.txt than this need not be read (RFC 9309). */
const MOST_BYTES = 500 * 1024;

/** What the robots.txt of one origin says. */
interface Rules {
  allows(url: URL): boolean;
  /** ms between requests; 0 if it does not say */
  delayMs: number;
}

const NO_RULES: Rules = { allows: () => true, delayMs: 0 };

/**
 * The robots.txt files of a run, each asked for once (RFC 9309): one that is not there (4xx) allows everything, one that
 * cannot be had now (429, 5xx, no answer) allows nothing for now.
 */
export class Robots {
  readonly #byOrigin = new Map<string, Promise<Rules>>();

  /**
   * Whether an address may be asked for.
   * @param read asks for the robots.txt of its origin
   * @returns the pause between requests that the origin asks for, in ms
   * @throws CoalfaceError `robots_refused`, `robots_unreachable`; `retry_later`, `host_unreachable`, `address_refused` …
   * of the request
   */
  async permit(url: URL, read: (robots: string) => Promise<Answer>): Promise<number> {
    const file = `${url.origin}/robots.txt`;
    const rules = await (this.#byOrigin.get(file) ?? this.#remember(file, rulesOf(file, read)));
    if (rules.allows(url)) return rules.delayMs;
    throw new CoalfaceError(
      'robots_refused',
      `the robots.txt of ${url.host} does not let programs read this`,
      {
        where: { url: url.href },
        hint: `ask its publisher for leave, or save the page in a browser and drop it into a \`files\` source; see ${file}`,
      },
    );
  }

  #remember(file: string, rules: Promise<Rules>): Promise<Rules> {
    this.#byOrigin.set(file, rules);
    return rules;
  }
}

async function rulesOf(file: string, read: (robots: string) => Promise<Answer>): Promise<Rules> {
  const unreachable = (message: string, cause?: unknown) =>
    new CoalfaceError('robots_unreachable', message, {
      cause,
      where: { url: file },
      hint: 'until it can be read again nothing is fetched there; the last good snapshot stays in service',
    });
  let answer: Answer;
  try {
    answer = await read(file);
  } catch (error) {
    if (!(error instanceof CoalfaceError)) throw error;
    if (error.code === 'redirect_loop') return NO_RULES;
    throw isPassing(error) ? unreachable('the robots.txt of the host cannot be had', error) : error;
  }
  if (answer.status === 429 || answer.status >= 500) {
    throw unreachable(`the server answered ${answer.status} when asked for its robots.txt`);
  }
  if (answer.status !== 200) return NO_RULES;
  const robots = robotsParser(file, answer.body.subarray(0, MOST_BYTES).toString('utf8'));
  return {
    allows: (url) => robots.isAllowed(url.href, ROBOT) !== false,
    delayMs: (robots.getCrawlDelay(ROBOT) ?? 0) * 1000,
  };
}
