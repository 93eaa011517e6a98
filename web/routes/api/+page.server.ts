import { z } from 'zod';
import { apiExamples } from '#lib/api-examples.ts';
import { parseAddress } from '#lib/server/address.ts';
import { readableOperations } from '#lib/server/api/readable.ts';
import type { PageServerLoad } from './$types';

/** The operations of the API, and examples for this server. */
export const load: PageServerLoad = ({ url, locals, request }) => {
  parseAddress(url, z.strictObject({}), locals.lang);
  return { operations: readableOperations(), examples: apiExamples(originOf(request)) };
};

/** As whoever asks reaches the server, which itself speaks http; a proxy before it may speak https. */
function originOf(request: Request): string {
  const https = request.headers.get('x-forwarded-proto') === 'https';
  return `${https ? 'https' : 'http'}://${request.headers.get('host') ?? 'localhost'}`;
}
