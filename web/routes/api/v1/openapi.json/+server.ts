import { openapi } from '#lib/server/api/openapi.ts';
import { OPERATIONS } from '#lib/server/api/operations.ts';
import { serve } from '#lib/server/api/serve.ts';

/** The document of the API. */
export const GET = serve(OPERATIONS.getDocument, () => Promise.resolve(openapi()));
