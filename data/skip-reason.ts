import { isRemote } from './origin-schema.ts';
import type { Source } from './source-file.ts';

/** Whether this installation must not use the network: `COALFACE_OFFLINE` is set, and not to 0. */
export function isOffline(env: NodeJS.ProcessEnv): boolean {
  return !['', '0', undefined].includes(env['COALFACE_OFFLINE']);
}

/** Why a source cannot be had here: no network, or no key in the environment variable `env`. */
export type SkipCause = { reason: 'offline'; env: null } | { reason: 'key'; env: string };

/** What keeps a source from being asked for here; null if nothing does. */
export function skipCause({ origin }: Pick<Source, 'origin'>, env: NodeJS.ProcessEnv): SkipCause | null {
  if (isRemote(origin) && isOffline(env)) return { reason: 'offline', env: null };
  if (origin.kind === 'http' && origin.key && !env[origin.key.env]?.trim())
    return { reason: 'key', env: origin.key.env };
  return null;
}

/** Why a source is not asked for now, in both languages; null if it is. */
export function skipReason(source: Pick<Source, 'origin'>, env: NodeJS.ProcessEnv): string | null {
  const cause = skipCause(source, env);
  if (!cause) return null;
  return cause.reason === 'offline'
    ? '离线运行 offline: COALFACE_OFFLINE is set'
    : `没有密钥 no key: set ${cause.env} to the key that its publisher gave you`;
}
