import type { DuckDBConnection } from '@duckdb/node-api';
import { CoalfaceError } from '../data/errors.ts';
import type { Home } from '../data/home.ts';
import type { Journal } from './journal.ts';
import { readReceipt } from '../data/receipt.ts';
import { loadedFiles } from './load/load.ts';

/**
 * The landing ids of the archived files of a source that hold rows, in the order of their publication: those that were
 * loaded, and those that could not be. List pages are archived too, but are never among them.
 * @param wanted landing ids of the only ones wanted
 * @throws CoalfaceError `unknown_file` if one is none of them
 */
export async function archivedFiles(
  { connection, journal, home }: { connection: DuckDBConnection; journal: Journal; home: Home },
  source: string,
  wanted?: readonly string[],
): Promise<string[]> {
  const failed = journal.fileErrors().filter((one) => one.source === source);
  const known = [...new Set([...(await loadedFiles(connection, source)), ...failed.map((one) => one.file)])];
  const stranger = wanted?.find((file) => !known.includes(file));
  if (stranger !== undefined) {
    throw new CoalfaceError('unknown_file', `${source} has no archived file ${stranger}`, {
      where: { source },
      hint: 'landing ids stand in meta.file and in the query row_conservation',
    });
  }
  const dated = await Promise.all(
    (wanted ?? known).map(async (id) => {
      const receipt = await readReceipt(home, id);
      return { id, order: `${receipt?.publishedAt ?? ''} ${receipt?.receivedAt ?? ''} ${id}` };
    }),
  );
  return dated.sort((a, b) => (a.order < b.order ? -1 : 1)).map((one) => one.id);
}

/** What a file is told whose bytes are not in the archive any more. */
export function bytesMissing(source: string, file: string): CoalfaceError {
  return new CoalfaceError('bytes_missing', `the archived bytes of ${file} are gone`, {
    where: { source, file },
    hint: 'restore the landing folder from a backup; what was loaded from the file stays',
  });
}
