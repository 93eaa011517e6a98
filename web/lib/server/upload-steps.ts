import { z } from 'zod';
import { CoalfaceError } from '../../../data/errors.ts';
import { homeAt } from '../../../data/home.ts';
import {
  inboxAddition,
  uploadPreview,
  type InboxAddition,
  type UploadPreview,
} from '../../../data/upload-preview.ts';
import { uploadedFile } from '../../../data/uploads.ts';
import { command } from './command.ts';
import { startCommand } from './start-command.ts';
import { readUpload, removeUpload } from './uploads.ts';

/** What an upload is. @param id untrusted; `source` to try it with @returns null if there is no such upload */
export async function previewUpload(id: string, source?: string): Promise<UploadPreview | null> {
  const home = homeAt();
  const upload = await readUpload(home, id);
  if (!upload) return null;
  const asked = source === undefined ? [] : [`--source=${source}`];
  const args = ['inbox', 'preview', `--name=${plain(upload.name)}`, ...asked, '--', uploadedFile(home, id)];
  return command(home, args, uploadPreview);
}

/**
 * Put an upload into the inbox of a source; then it is no upload any more.
 * @param id untrusted @returns null if there is no such upload
 * @throws CoalfaceError of `coalface inbox add`
 */
export async function addUpload(id: string, source: string): Promise<InboxAddition | null> {
  const home = homeAt();
  const upload = await readUpload(home, id);
  if (!upload) return null;
  const args = [
    'inbox',
    'add',
    `--source=${source}`,
    `--name=${plain(upload.name)}`,
    '--',
    uploadedFile(home, id),
  ];
  const added = await command(home, args, inboxAddition);
  await removeUpload(home, id);
  return added;
}

/** Remove an upload. @param id untrusted */
export async function cancelUpload(id: string): Promise<void> {
  const home = homeAt();
  if (await readUpload(home, id)) await removeUpload(home, id);
}

/** Have a source run: by the server that runs the schedules, else by a process of its own. */
export async function runSource(source: string): Promise<void> {
  const home = homeAt();
  try {
    await command(home, ['schedule', 'run-now', '--', source], z.looseObject({ source: z.string() }));
  } catch (error) {
    if (!(error instanceof CoalfaceError && error.code === 'no_scheduler')) throw error;
    await startCommand(home, ['etl', 'run', '--json', '--', source]);
  }
}

/** An argument of a process cannot hold NUL. */
function plain(name: string): string {
  return name.replaceAll('\u0000', '');
}
