import { faultPoint } from '#fault-point';
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
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
  faultPoint('draft_flushed');
  renameSync(draft, file);
}

/**
 * Give a finished file its name so that it has it, with all its bytes, after a power cut.
 * @throws Error of the file system
 */
export function renameDurably(draft: string, file: string): void {
  const handle = openSync(draft, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
  syncFolder(path.dirname(file));
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
