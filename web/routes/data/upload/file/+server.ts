import { redirect } from '@sveltejs/kit';
import { CoalfaceError } from '../../../../../data/errors.ts';
import { homeAt } from '../../../../../data/home.ts';
import { MOST_UPLOAD_BYTES, UPLOAD_FRAME_BYTES } from '../../../../../data/uploads.ts';
import { serverLog } from '#lib/server/log.ts';
import { requireOperator } from '#lib/server/operator.ts';
import { receiveUpload } from '#lib/server/uploads.ts';
import type { RequestHandler } from './$types';

/** Take a file and lead to its preview; what goes wrong is said on the page with the form. */
export const POST: RequestHandler = async ({ request, locals }) => {
  requireOperator(locals);
  if (Number(request.headers.get('content-length') ?? 0) > MOST_UPLOAD_BYTES + UPLOAD_FRAME_BYTES)
    redirect(303, '/data/upload?refused=too_large');
  let id: string;
  try {
    id = await receiveUpload(homeAt(), request);
  } catch (error) {
    if (!(error instanceof CoalfaceError)) throw error;
    (await serverLog()).warn({ err: error }, 'an upload failed');
    redirect(303, `/data/upload?refused=${error.code}`);
  }
  redirect(303, `/data/upload/${id}`);
};
