import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { sha256Of } from '../../data/digest.ts';
import { syncFolder } from '../../data/durable.ts';
import { CoalfaceError, systemCode } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { loadSources, sourceOf, type Source } from '../../data/source-file.ts';
import type { InboxAddition } from '../../data/upload-preview.ts';
import { receiptOf } from '../landing.ts';
import { requireFile } from '../try.ts';
import { numberedName, safeName } from './safe-name.ts';

const MOST_COPIES = 1000;

/**
 * Put a copy of a file into the inbox of a source, whole or not at all, never over another file: one of the same name and
 * other bytes leads to `name (2).csv`; bytes that were loaded before, or wait there already, are not put there again.
 * @param name what the file is called
 * @throws CoalfaceError `unknown_source`, `no_inbox` if the source is not of dropped files, `wrong_ending`,
 *   `file_not_found`, `inbox_failed`
 */
export async function addToInbox(
  home: Home,
  id: string,
  file: string,
  name: string = path.basename(file),
): Promise<InboxAddition> {
  await requireFile(file);
  const { folder, ending = '' } = inboxOf(sourceOf(await loadSources(home), id));
  const wanted = safeName(name);
  if (!wanted.toLowerCase().endsWith(ending)) {
    throw new CoalfaceError('wrong_ending', `${id} takes files that end in ${ending}`, {
      where: { source: id, file: wanted },
      hint: `export it as ${ending}, or choose another source`,
    });
  }
  const sha256 = await sha256Of(file);
  const arrival = { source: id, name: wanted, publishedAt: null };
  const { known } = await receiptOf(home, arrival, sha256);
  if (known) return { source: id, outcome: 'known', name: known.name, renamed: false };
  const inbox = path.join(home.inbox, folder);
  // hidden, so that a run does not take it before it is whole
  const draft = path.join(inbox, `.adding-${randomUUID()}`);
  try {
    await mkdir(inbox, { recursive: true });
    const put = await putWhole(file, draft, inbox, wanted, sha256);
    return { source: id, ...put, renamed: put.name !== name };
  } catch (error) {
    if (error instanceof CoalfaceError) throw error;
    throw new CoalfaceError('inbox_failed', 'the file cannot be put into the inbox', {
      cause: error,
      where: { source: id, file: inbox },
      hint: 'check the free space and the permissions of the inbox',
    });
  }
}

type Put = Pick<InboxAddition, 'outcome' | 'name'>;

async function putWhole(
  file: string,
  draft: string,
  inbox: string,
  wanted: string,
  sha256: string,
): Promise<Put> {
  try {
    await copyFile(file, draft, constants.COPYFILE_FICLONE);
    const handle = await open(draft, 'r+');
    await handle.sync().finally(() => handle.close());
    const put = await giveName(draft, inbox, wanted, sha256);
    syncFolder(inbox);
    return put;
  } finally {
    await rm(draft, { force: true });
  }
}

/** A link fails where a name is taken, so that of two at once neither is lost. */
async function giveName(draft: string, inbox: string, wanted: string, sha256: string): Promise<Put> {
  for (let number = 1; number <= MOST_COPIES; number += 1) {
    const name = number === 1 ? wanted : numberedName(wanted, number);
    try {
      await link(draft, path.join(inbox, name));
      return { outcome: 'added', name };
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      if ((await sha256Of(path.join(inbox, name))) === sha256) return { outcome: 'waiting', name };
    }
  }
  throw new CoalfaceError('inbox_failed', `the inbox has ${MOST_COPIES} files of the name ${wanted}`);
}

/** The watched folder of a source. @throws CoalfaceError `no_inbox` */
function inboxOf({ id, origin }: Source): { folder: string; ending?: string | undefined } {
  if (origin.kind === 'files') return origin;
  throw new CoalfaceError('no_inbox', `${id} is not of dropped files: it has no inbox`, {
    hint: 'choose a source whose origin is `files`',
  });
}
