import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { systemCode } from './errors.ts';

/**
 * Write a small text file so that at any instant, a power cut included, it has either its old or its new contents.
 * Synchronous: the pointer to the snapshot in service is written inside a transaction of another database.
 */
export function writeDurably(file: string, text: string): void {
  const draft = `${file}.tmp`;
  const handle = openSync(draft, 'w');
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

/** Flush a folder to the disk. Windows cannot open a folder; its rename is durable enough. */
export function syncFolder(folder: string): void {
  let handle: number;
  try {
    handle = openSync(folder, 'r');
  } catch (error) {
    if (['EISDIR', 'EPERM'].includes(systemCode(error) ?? '')) return;
    throw error;
  }
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
