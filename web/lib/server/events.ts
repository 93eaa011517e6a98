/** Keeps proxies and browsers from taking a quiet stream for a dead one. */
const HEARTBEAT_MS = 25_000;

type Listener = (snapshot: string) => void;

const open = new Set<() => void>();
const text = new TextEncoder();

/** Where snapshot changes are announced. */
export interface SnapshotSource {
  snapshot(): { id: string } | null;
  onSwap(listener: () => void): () => void;
}

/**
 * A stream of server-sent events: `snapshot` with the current id at once, then again whenever it changes.
 * @param source the query pool
 */
export function snapshotStream(source: SnapshotSource): ReadableStream<Uint8Array> {
  let close = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const send: Listener = (id) =>
        controller.enqueue(text.encode(`event: snapshot\nid: ${id}\ndata: ${id}\n\n`));
      const now = source.snapshot();
      controller.enqueue(text.encode('retry: 1000\n\n'));
      if (now) send(now.id);
      const stop = source.onSwap(() => {
        const next = source.snapshot();
        if (next) send(next.id);
      });
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

/** End every open stream: the server closes only when its last response has ended. */
export function endStreams(): void {
  for (const end of [...open]) end();
}
