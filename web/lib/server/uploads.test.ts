import { mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { homeAt, type Home } from '../../../data/home.ts';
import { uploadedFile, uploadFolder } from '../../../data/uploads.ts';
import { readUpload, receiveUpload, removeAbandoned } from './uploads.ts';

let home: Home;
beforeEach(async () => {
  home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-uploads-')));
});
afterEach(() => rm(home.root, { recursive: true, force: true }));

function posted(name: string, text: string): Request {
  const body = new FormData();
  body.set('file', new Blob([text]), name);
  return new Request('http://localhost/', { method: 'POST', body });
}

test('the bytes are kept under a random id; the name is only data', async () => {
  const id = await receiveUpload(home, posted('../../客户.csv', 'a,b'));
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(await readFile(uploadedFile(home, id), 'utf8')).toBe('a,b');
  expect(await readUpload(home, id)).toEqual({ name: '../../客户.csv', bytes: 3 });
  expect(await readdir(home.root)).toEqual(['uploads']);
});

test('a form without a file leaves nothing', async () => {
  await expect(receiveUpload(home, posted('', ''))).rejects.toMatchObject({ code: 'no_file' });
  expect(await readdir(home.uploads)).toEqual([]);
});

test('a body that ends in the middle leaves nothing', async () => {
  const type = '----x';
  const text = `--${type}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${'x'.repeat(100)}`;
  const request = new Request('http://localhost/', {
    method: 'POST',
    body: text,
    headers: { 'content-type': `multipart/form-data; boundary=${type}` },
  });
  await expect(receiveUpload(home, request)).rejects.toMatchObject({ code: 'upload_failed' });
  expect(await readdir(home.uploads)).toEqual([]);
});

test('no id leads out of the folder', async () => {
  for (const id of ['..', '../landing', '%2e%2e', '']) expect(await readUpload(home, id)).toBeNull();
});

test('what nobody decided about for a day is removed', async () => {
  const [old, fresh] = [
    await receiveUpload(home, posted('a', '1')),
    await receiveUpload(home, posted('b', '2')),
  ];
  await utimes(uploadFolder(home, old), new Date(0), new Date(0));
  await removeAbandoned(home, new Date());
  expect(await readdir(home.uploads)).toEqual([fresh]);
});
