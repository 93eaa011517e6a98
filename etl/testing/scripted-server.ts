import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback that answers each path as a test says, and remembers what it was asked. */
export interface ScriptedServer {
  /** `http://127.0.0.1:PORT` */
  url: string;
  port: number;
  /** requests so far, oldest first */
  asked: { path: string; method: string; headers: http.IncomingHttpHeaders }[];
  /** answer a path: by one function, or by one per request with the last for all later ones */
  on(path: string, ...answers: Answer[]): void;
  close(): Promise<void>;
}

/** Answers one request. */
export type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** An answer of a status, a body and headers. */
export function reply(
  status: number,
  body: string | Buffer = '',
  headers: http.OutgoingHttpHeaders = {},
): Answer {
  return (_request, response) => void response.writeHead(status, headers).end(body);
}

/** Cut the connection without an answer. */
export const reset: Answer = (request) => void request.socket.resetAndDestroy();

/** Write bytes to the connection as they are, and end it. */
export function raw(text: string | Buffer): Answer {
  return (request) => void request.socket.end(text);
}

/** Never answer. */
export const silence: Answer = () => {};

/** Begin to listen on any free port of 127.0.0.1; a path without an answer is a 404. */
export async function scriptedServer(): Promise<ScriptedServer> {
  const answers = new Map<string, Answer[]>();
  const asked: ScriptedServer['asked'] = [];
  const server = http.createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push({ path, method: request.method ?? '', headers: request.headers });
    const left = answers.get(path) ?? [reply(404)];
    const answer = left.length > 1 ? left.shift() : left[0];
    answer?.(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked,
    on: (path, ...given) => void answers.set(path, given),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
