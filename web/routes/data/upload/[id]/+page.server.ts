import { error, fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { parseAddress } from '#lib/server/address.ts';
import { faultOf, formFields } from '#lib/server/form-fields.ts';
import { requireOperator } from '#lib/server/operator.ts';
import { addUpload, cancelUpload, previewUpload, runSource } from '#lib/server/upload-steps.ts';
import type { Actions, PageServerLoad } from './$types';

const source = z.string().regex(/^[a-z][a-z0-9_]{0,79}$/);
const address = z.strictObject({ source: source.or(z.literal('')).optional() });

/** What an uploaded file is and what would become of it with a source. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
  const asked = parseAddress(url, address, locals.lang);
  if (!locals.operator) error(403, { code: 'read_only', message: 'read only' });
  const preview = await previewUpload(params.id, asked.source || undefined);
  // after a confirmation the upload is gone, and the page says where it went
  if (!preview && !url.searchParams.has('/confirm')) redirect(303, '/data/upload?refused=gone');
  return { preview };
};

/** `confirm`: the file goes into the inbox of a source, which is then run. `cancel`: it is removed. */
export const actions: Actions = {
  confirm: async ({ params, request, locals }) => {
    requireOperator(locals);
    const said = await formFields(request, z.strictObject({ source }));
    try {
      const added = await addUpload(params.id, said.source);
      if (!added) redirect(303, '/data/upload?refused=gone');
      if (added.outcome === 'known') return { added };
      await runSource(said.source);
      return { added };
    } catch (fault) {
      return fail(400, { fault: faultOf(fault, locals.lang) });
    }
  },
  cancel: async ({ params, locals }) => {
    requireOperator(locals);
    await cancelUpload(params.id);
    redirect(303, '/data/upload?cancelled=1');
  },
};
