import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { CoalfaceError, systemCode } from './errors.ts';
import type { Home } from './home.ts';
import { parseSource, SOURCES_DIR } from './source-file.ts';

/** The file of a source as somebody wrote it. */
export interface SourceText {
  /** file name */
  file: string;
  /** whether it is one of the installation, else a shipped one */
  own: boolean;
  /** YAML; what looks like a secret is masked */
  yaml: string;
}

/**
 * The source file with this id, that of the installation first.
 * @throws CoalfaceError `unknown_source`, `bad_source`
 */
export async function sourceText(home: Home, id: string): Promise<SourceText> {
  for (const [dir, own] of [
    [home.sources, true],
    [SOURCES_DIR, false],
  ] as const) {
    for (const file of await yamlFiles(dir)) {
      const text = await readFile(path.join(dir, file), 'utf8');
      if (text.includes(id) && parseSource(text, file).id === id)
        return { file, own, yaml: withoutSecrets(text) };
    }
  }
  throw new CoalfaceError('unknown_source', `there is no source ${id}`);
}

async function yamlFiles(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((name) => name.endsWith('.yaml')).sort();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

const USER_IN_ADDRESS = /(\w+:\/\/)[^\s/@'"]+@/g;
const KEY_IN_ADDRESS =
  /([?&](?:[\w.-]*(?:key|token|secret|password|passwd|pwd|sign|signature|auth)[\w.-]*)=)[^&\s'"#]+/gi;

/**
 * A text in which users and keys of addresses are masked. Keys belong into the environment (`key: { env }`), but a file
 * by hand may hold an address as its publisher gave it.
 */
export function withoutSecrets(text: string): string {
  return text.replace(USER_IN_ADDRESS, '$1***@').replace(KEY_IN_ADDRESS, '$1***');
}
