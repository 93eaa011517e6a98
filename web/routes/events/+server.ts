import { eventResponse, snapshotStream } from '#lib/server/events.ts';
import { queryPool } from '#lib/server/pool.ts';
import type { RequestHandler } from './$types';

/** Server-sent events: `snapshot` with the id of the snapshot in service, now and whenever it changes. */
export const GET: RequestHandler = async () => eventResponse(snapshotStream(await queryPool()));
