import busboy from '@fastify/busboy';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { z } from 'zod';
import { CoalfaceError, systemCode } from '../../../data/errors.ts';
import type { Home } from '../../../data/home.ts';
import { MOST_UPLOAD_BYTES, uploadedFile, uploadFolder } from '../../../data/uploads.ts';

const DAY_MS = 86_400_000;
const MOST_NAME = 255;
const ID = /^[0-9a-f]{32}$/;

const facts = z.strictObject({ name: z.string(), bytes: z.int() });

/** What is known of an upload: the name that it came with, which is only data, and its size. */
export type Upload = z.infer<typeof facts>;

const factsFile = (home: Home, id: string) => path.join(uploadFolder(home, id), 'upload.json');

/**
 * Take the one file of a posted form, as it arrives, into a private folder of the installation; never the whole in memory.
 * What was not received whole leaves nothing behind. A body that is too large is read to its end, so that the browser sees
 * the answer.
 * @returns the id of the upload
 * @throws CoalfaceError `too_large`, `no_file`, `upload_failed`
 */
export async function receiveUpload(home: Home, request: Request): Promise<string> {
  const id = randomBytes(16).toString('hex');
  await removeAbandoned(home, new Date());
  await mkdir(uploadFolder(home, id), { recursive: true, mode: 0o700 });
  try {
    const { name, bytes } = await receive(request, uploadedFile(home, id));
    await writeFile(factsFile(home, id), JSON.stringify({ name: name.slice(0, MOST_NAME), bytes }));
    return id;
  } catch (error) {
    await removeUpload(home, id);
    if (error instanceof CoalfaceError) throw error;
    throw new CoalfaceError('upload_failed', 'the file was not received whole', { cause: error });
  }
}

async function receive(request: Request, file: string): Promise<Upload> {
  const form = busboy({
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
    preservePath: true,
    limits: { files: 1, fields: 0, parts: 2, fileSize: MOST_UPLOAD_BYTES, headerPairs: 20 },
  });
  let taken: Promise<Upload> | undefined;
  form.on('file', (_field, stream, name) => {
    taken = pipeline(stream, createWriteStream(file, { mode: 0o600 })).then(async () => {
      if (stream.truncated) throw new CoalfaceError('too_large', 'the file is larger than an upload may be');
      return { name: name ?? '', bytes: (await stat(file)).size };
    });
    // the body is read to its end first; then this is waited for
    taken.catch(() => {});
  });
  if (!request.body) throw new CoalfaceError('no_file', 'no file was sent');
  await pipeline(Readable.fromWeb(request.body as NodeStream), form);
  const upload = await taken;
  if (!upload || (upload.name === '' && upload.bytes === 0))
    throw new CoalfaceError('no_file', 'no file was sent');
  return upload;
}

/** What is known of an upload; null if there is none, or it was removed. @param id untrusted */
export async function readUpload(home: Home, id: string): Promise<Upload | null> {
  if (!ID.test(id)) return null;
  try {
    return facts.parse(JSON.parse(await readFile(factsFile(home, id), 'utf8')));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Remove an upload. @param id of {@link receiveUpload} */
export async function removeUpload(home: Home, id: string): Promise<void> {
  await rm(uploadFolder(home, id), { recursive: true, force: true });
}

/** Remove the uploads that nobody decided about for a day, and what a killed server left half received. */
export async function removeAbandoned(home: Home, now: Date): Promise<void> {
  const ids = await readdir(home.uploads).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  for (const id of ids.filter((one) => ID.test(one))) {
    const folder = await stat(uploadFolder(home, id)).catch(() => null);
    if (folder && now.getTime() - folder.mtimeMs > DAY_MS) await removeUpload(home, id);
  }
}
