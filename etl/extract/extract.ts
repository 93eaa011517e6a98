import type { CoalfaceError } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import type { Source } from '../../data/source-file.ts';
import type { Journal } from '../journal.ts';
import type { Receipt } from '../../data/receipt.ts';
import { extractFiles, extractShipped } from './files.ts';
import { extractHttp } from './http.ts';
import type { PageLedger } from './page-ledger.ts';
import type { Web } from './web.ts';

/** What an extraction may touch: injected, so that tests choose the clock and the addresses. */
export interface ExtractContext {
  home: Home;
  journal: Journal;
  pages: PageLedger;
  web: Web;
  /** where the keys of publishers stand */
  env: NodeJS.ProcessEnv;
  now: () => Date;
  /** what `${SAMPLE_SITE}` stands for; called only by sources that name it */
  sampleSite: () => Promise<string>;
  progress: (done: number, total: number) => void;
}

/** What a source had to give, and what of it could not be had. */
export interface Extraction {
  receipts: Receipt[];
  errors: CoalfaceError[];
}

/**
 * Archive everything that a source offers now.
 * @returns the receipts of all files that hold rows, in the order in which they must be loaded
 * (publication time, then name); most are usually known already; and the errors of pages that could not be fetched
 * @throws CoalfaceError of the archive or the folder
 */
export async function extract(source: Source, context: ExtractContext): Promise<Extraction> {
  const { receipts, errors } = await extractFrom(source, context);
  const order = (receipt: Receipt) => `${receipt.publishedAt ?? ''} ${receipt.name}`;
  return { receipts: receipts.sort((a, b) => (order(a) < order(b) ? -1 : 1)), errors };
}

async function extractFrom({ id, origin, reader }: Source, context: ExtractContext): Promise<Extraction> {
  if (origin.kind === 'http') {
    return extractHttp(id, origin, reader.kind === 'json' ? reader.path : '', context);
  }
  const receipts =
    origin.kind === 'files'
      ? await extractFiles(id, origin, context)
      : await extractShipped(id, origin.file, context);
  return { receipts, errors: [] };
}
