import { isRemote } from '../../data/origin-schema.ts';
import type { Source } from '../../data/source-file.ts';

/** Whether this installation must not use the network: `COALFACE_OFFLINE` is set, and not to 0. */
export function isOffline(env: NodeJS.ProcessEnv): boolean {
  return !['', '0', undefined].includes(env['COALFACE_OFFLINE']);
}

/** Why a source is not asked for now; null if it is. */
export function skipReason({ origin }: Pick<Source, 'origin'>, env: NodeJS.ProcessEnv): string | null {
  if (isRemote(origin) && isOffline(env)) return '离线运行 offline: COALFACE_OFFLINE is set';
  if (origin.kind === 'http' && origin.key && !env[origin.key.env]?.trim()) {
    return `没有密钥 no key: set ${origin.key.env} to the key that its publisher gave you`;
  }
  return null;
}
