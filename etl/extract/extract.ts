import type { Home } from '../../data/home.ts';
import type { Source } from '../../data/source-file.ts';
import type { Journal } from '../journal.ts';
import type { Receipt } from '../landing.ts';
import { extractFiles, extractShipped } from './files.ts';
import { extractHttp } from './http.ts';

/** What an extraction may touch: injected, so that tests choose the clock and the addresses. */
export interface ExtractContext {
  home: Home;
  journal: Journal;
  now: () => Date;
  /** what `${SAMPLE_SITE}` stands for; called only by sources that name it */
  sampleSite: () => Promise<string>;
  progress: (done: number, total: number) => void;
}

/**
 * Archive everything that a source offers now.
 * @returns the receipts of all files that hold rows, in the order in which they must be loaded
 * (publication time, then name); most are usually known already
 * @throws CoalfaceError of the archive, the folder or the network
 */
export async function extract(source: Source, context: ExtractContext): Promise<Receipt[]> {
  const { origin } = source;
  const receipts =
    origin.kind === 'http'
      ? await extractHttp(source.id, origin, context)
      : origin.kind === 'files'
        ? await extractFiles(source.id, origin, context)
        : await extractShipped(source.id, origin.file, context);
  const order = (receipt: Receipt) => `${receipt.publishedAt ?? ''} ${receipt.name}`;
  return receipts.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}
