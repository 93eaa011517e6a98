import type { Logger } from 'pino';
import { homeAt } from '../../../data/home.ts';
import { openLog } from '../../../data/log.ts';

let opening: Promise<Logger> | undefined;

/** The structured log of this server; warnings and faults also go to its standard error. */
export function serverLog(): Promise<Logger> {
  opening ??= openLog(homeAt(), 'server', { stderr: true });
  return opening;
}
