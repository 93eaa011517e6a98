import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CoalfaceError, systemCode } from '../../data/errors.ts';

/** Parts below a folder that a backup may be given: never a way out of it. */
const relative = z
  .string()
  .min(1)
  .refine(
    (text) => !path.isAbsolute(text) && !text.split(/[\\/]/).includes('..'),
    'a path inside the folder',
  );

const manifest = z.strictObject({
  format: z.literal(1),
  /** instant, ISO 8601 */
  madeAt: z.string(),
  /** the snapshot that stands for the warehouse; null if nothing had been published */
  snapshot: z.string().nullable(),
  files: z.array(
    z.strictObject({
      /** path in the home folder, with `/` */
      home: relative,
      /** path in the backup, with `/` */
      backup: relative,
      bytes: z.int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

/** What a backup holds: `manifest.json` in it. */
export type BackupManifest = z.infer<typeof manifest>;
/** One file of a backup. */
export type BackedUpFile = BackupManifest['files'][number];

/** The path of the manifest of a backup. */
export function backupManifestFile(dir: string): string {
  return path.join(dir, 'manifest.json');
}

/** The manifest of a backup, or null if the folder has none. @throws CoalfaceError `bad_backup` */
export async function readBackupManifest(dir: string): Promise<BackupManifest | null> {
  const file = backupManifestFile(dir);
  try {
    return manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return null;
    throw new CoalfaceError('bad_backup', 'the manifest of the backup cannot be read', {
      cause: error,
      where: { file },
      hint: 'use another backup; a new `coalface backup` into this folder writes it again',
    });
  }
}
