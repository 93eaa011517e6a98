import { json } from '@sveltejs/kit';
import { queryPool } from '#lib/server/pool.ts';
import { readiness } from '#lib/server/readiness.ts';
import type { RequestHandler } from './$types';

/** 200 with the id of the snapshot in service if it answers, else 503 with the reason. */
export const GET: RequestHandler = async () => {
  const found = await readiness(queryPool);
  return json(found, { status: found.ready ? 200 : 503 });
};
