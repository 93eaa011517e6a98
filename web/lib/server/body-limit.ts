const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** More than any form of ours but an upload; SvelteKit reads a form whole into memory. */
const MOST_FORM_BYTES = 512 * 1024;

/** Whether the body of a request is stated to be one that may be read whole into memory. */
export function bodyFits(request: Request): boolean {
  if (SAFE.has(request.method)) return true;
  const { headers } = request;
  if (headers.has('transfer-encoding')) return false;
  return Number(headers.get('content-length') ?? 0) <= MOST_FORM_BYTES;
}
