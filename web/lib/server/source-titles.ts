import { CoalfaceError } from '../../../data/errors.ts';
import type { Home } from '../../../data/home.ts';
import { loadSources } from '../../../data/source-file.ts';
import { pick, type Lang } from '../i18n/languages.ts';
import { serverLog } from './log.ts';

/**
 * The titles of all sources, by id. A source file that cannot be read must not hide what runs tell of it: then there are
 * none, and the fault is logged.
 */
export async function sourceTitles(home: Home, lang: Lang): Promise<Record<string, string>> {
  try {
    const sources = await loadSources(home);
    return Object.fromEntries([...sources.values()].map(({ id, title }) => [id, pick(title, lang)]));
  } catch (error) {
    if (!(error instanceof CoalfaceError)) throw error;
    (await serverLog()).warn({ err: error }, 'the titles of sources are not known');
    return {};
  }
}
