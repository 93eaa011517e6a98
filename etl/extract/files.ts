import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CoalfaceError } from '../../data/errors.ts';
import { readReceipt, type Receipt } from '../../data/receipt.ts';
import { land } from '../landing.ts';
import type { ExtractContext } from './extract.ts';

const REFERENCE_DIR = fileURLToPath(new URL('../../data/reference/', import.meta.url));

/**
 * Archive the files of a watched folder that end as the source says. A file whose size and time are as before is not
 * read again. A file that changes while it is read is left for the next run.
 * @throws CoalfaceError `landing_failed`, `file_changing`
 */
export async function extractFiles(
  source: string,
  origin: { folder: string; ending?: string | undefined },
  context: ExtractContext,
): Promise<Receipt[]> {
  const folder = path.join(context.home.inbox, origin.folder);
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .filter((name) => isData(name) && name.toLowerCase().endsWith(origin.ending ?? ''))
    .sort();
  const receipts: Receipt[] = [];
  for (const [done, name] of names.entries()) {
    context.progress(done, names.length);
    receipts.push(await archive(source, path.join(folder, name), context));
  }
  context.progress(names.length, names.length);
  return receipts;
}

/** Archive a file that the product ships, so that its rows have a receipt like all others. */
export async function extractShipped(
  source: string,
  file: string,
  context: ExtractContext,
): Promise<Receipt[]> {
  const receipt = await archive(source, path.join(REFERENCE_DIR, file), context);
  context.progress(1, 1);
  return [receipt];
}

async function archive(source: string, file: string, context: ExtractContext): Promise<Receipt> {
  const before = await stat(file);
  // two sources may watch one folder, each with receipts of its own
  const place = `${source} ${file}`;
  const seen = context.journal.inboxReceipt(place, before.size, before.mtimeMs);
  const known = seen && (await readReceipt(context.home, seen));
  if (known) return known;
  const receipt = await land(context.home, {
    source,
    name: path.basename(file),
    url: null,
    receivedAt: context.now(),
    publishedAt: null,
    headers: {},
    body: createReadStream(file, { highWaterMark: 1 << 20 }),
  });
  const after = await stat(file);
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
    throw new CoalfaceError('file_changing', 'the file changed while it was read', {
      where: { source, file },
      hint: 'it is still being written; it will be read on the next run',
    });
  }
  context.journal.rememberInbox(place, before.size, before.mtimeMs, receipt.id);
  return receipt;
}

/** Excel leaves `~$name.xlsx` beside a workbook that is open; names that begin with a dot are hidden. */
function isData(name: string): boolean {
  return !/^(~\$|\.)/.test(name);
}
