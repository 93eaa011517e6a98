import { error } from '@sveltejs/kit';
import { mayScrape } from '#lib/server/metrics-access.ts';
import { serverMetrics } from '#lib/server/pool.ts';
import type { RequestHandler } from './$types';

/** Prometheus metrics, for this machine or with the token `COALFACE_METRICS_TOKEN`. */
export const GET: RequestHandler = async ({ request, getClientAddress }) => {
  if (!mayScrape(request, getClientAddress(), process.env['COALFACE_METRICS_TOKEN'])) {
    error(403, {
      code: 'metrics_refused',
      message: 'metrics are for this machine, or for who shows the token',
      hint: 'set COALFACE_METRICS_TOKEN and send it as `Authorization: Bearer …`',
    });
  }
  const metrics = await serverMetrics();
  return new Response(await metrics.text(), {
    headers: { 'content-type': metrics.contentType },
  });
};
