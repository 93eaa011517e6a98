import { createHash } from 'node:crypto';

/** A strong ETag for everything that decides the bytes of a response. */
export function etagOf(parts: readonly unknown[]): string {
  return `"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27)}"`;
}

/** Whether an `If-None-Match` header names an ETag; a compressing proxy may have weakened it. */
export function matches(header: string | null, etag: string): boolean {
  if (!header) return false;
  return header.split(',').some((part) => part.trim().replace(/^W\//, '') === etag);
}
