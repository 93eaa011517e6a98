/** Keeps proxies and browsers from taking a quiet stream for a dead one. */
const HEARTBEAT_MS = 25_000;

const open = new Set<() => void>();
const text = new TextEncoder();

/** Sends one event of a stream. @param data one line of text */
export type SendEvent = (name: string, data: string) => void;

/** Where snapshot changes are announced. */
export interface SnapshotSource {
  snapshot(): { id: string } | null;
  onSwap(listener: () => void): () => void;
}

/**
 * A stream of server-sent events, open until its reader leaves or the server ends.
 * @param listen begins to send; returns what ends that
 */
export function eventStream(listen: (send: SendEvent) => () => void): ReadableStream<Uint8Array> {
  let close = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(text.encode('retry: 1000\n\n'));
      const stop = listen((name, data) =>
        controller.enqueue(text.encode(`event: ${name}\ndata: ${data}\n\n`)),
      );
      const beat = setInterval(() => controller.enqueue(text.encode(': \n\n')), HEARTBEAT_MS);
      let ended = false;
      close = () => {
        if (ended) return;
        ended = true;
        stop();
        clearInterval(beat);
        open.delete(end);
      };
      const end = () => {
        close();
        controller.close();
      };
      open.add(end);
    },
    cancel() {
      close();
    },
  });
}

/**
 * The answer that carries a stream of events.
 * @param stream made by {@link eventStream}
 */
export function eventResponse(stream: ReadableStream<Uint8Array>): Response {
  return new Response(stream, {
    // closed when it ends: an idle connection would hold up the end of the server
    headers: { 'content-type': 'text/event-stream', connection: 'close' },
  });
}

/**
 * A stream of server-sent events: `snapshot` with the current id at once, then again whenever it changes.
 * @param source the query pool
 */
export function snapshotStream(source: SnapshotSource): ReadableStream<Uint8Array> {
  return eventStream((send) => {
    const tell = () => {
      const now = source.snapshot();
      if (now) send('snapshot', now.id);
    };
    tell();
    return source.onSwap(tell);
  });
}

/** End every open stream: the server closes only when its last response has ended. */
export function endStreams(): void {
  for (const end of [...open]) end();
}
