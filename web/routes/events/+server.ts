import { snapshotStream } from '#lib/server/events.ts';
import { queryPool } from '#lib/server/pool.ts';
import type { RequestHandler } from './$types';

/** Server-sent events: `snapshot` with the id of the snapshot in service, now and whenever it changes. */
export const GET: RequestHandler = async () =>
  new Response(snapshotStream(await queryPool()), {
    // closed when it ends: an idle connection would hold up the end of the server
    headers: { 'content-type': 'text/event-stream', connection: 'close' },
  });
