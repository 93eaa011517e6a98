import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { CoalfaceError, systemCode } from '../../data/errors.ts';

/** Where to listen. */
export interface SiteOptions {
  /** default 0: any free port */
  port?: number;
  /** loopback only */
  host?: '127.0.0.1';
}

/** A site that is being served. */
export interface Site {
  /** `http://127.0.0.1:PORT` */
  url: string;
  /** Ends the server and its connections. */
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** The file a request path means, by its real path; undefined when there is none inside the root. */
async function resolveFile(root: string, pathname: string): Promise<string | undefined> {
  const relative = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
  try {
    // the real path decides, so neither `..` nor a symbolic link leads out of the root
    const real = await fs.realpath(path.join(root, relative));
    if (!real.startsWith(root + path.sep)) return undefined;
    return (await fs.stat(real)).isFile() ? real : undefined;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(systemCode(error) ?? '')) return undefined;
    throw error;
  }
}

/** The decoded path of a request target, or undefined when it is not one. */
function pathOf(target: string): string | undefined {
  try {
    const pathname = decodeURIComponent(target.split('?')[0] as string);
    return pathname.startsWith('/') && !pathname.includes('\0') ? pathname : undefined;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes('*') || tags.includes(etag);
}

async function answer(
  root: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const plain = (status: number, text: string, headers: http.OutgoingHttpHeaders = {}) => {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
    response.end(request.method === 'HEAD' ? undefined : `${text}\n`);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return plain(405, 'GET and HEAD only', { allow: 'GET, HEAD' });
  const pathname = pathOf(request.url ?? '/');
  if (pathname === undefined) return plain(400, 'not a path');
  const file = await resolveFile(root, pathname);
  if (file === undefined) return plain(404, 'no such page');
  const body = await fs.readFile(file);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  if (matches(request.headers['if-none-match'], etag)) {
    response.writeHead(304, { etag });
    response.end();
    return;
  }
  const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, {
    'content-type': type,
    'content-length': body.length,
    etag,
    'cache-control': 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/**
 * Serves a folder of static files on loopback: GET and HEAD, ETag with If-None-Match, `index.html` for a path that
 * ends in `/`.
 * @param dir the folder, such as `sample/site`
 * @throws CoalfaceError `site_missing` when there is no such folder, `port_in_use`
 */
export async function serveSite(dir: string, options: SiteOptions = {}): Promise<Site> {
  const { port = 0, host = '127.0.0.1' } = options;
  let root: string;
  try {
    root = await fs.realpath(dir);
  } catch (cause) {
    throw new CoalfaceError('site_missing', `there is no folder ${dir} to serve`, {
      hint: 'run `coalface sample` first',
      cause,
      where: { file: dir },
    });
  }
  const server = http.createServer((request, response) => {
    answer(root, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else
        response
          .writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
          .end(`${String(systemCode(error) ?? 'error')}\n`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const code = systemCode(cause) === 'EADDRINUSE' ? 'port_in_use' : 'site_failed';
      reject(new CoalfaceError(code, `cannot serve on ${host}:${port}`, { cause }));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new CoalfaceError('site_failed', 'the server has no TCP address');
  return {
    url: `http://${host}:${address.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
