import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { error } from '@sveltejs/kit';
import { z } from 'zod';
import { homeAt } from '../../../../../data/home.ts';
import { parseAddress, refuse } from '#lib/server/address.ts';
import { command } from '#lib/server/command.ts';
import { faultOf } from '#lib/server/form-fields.ts';
import type { RequestHandler } from './$types';

const address = z.strictObject({
  file: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  source: z
    .string()
    .regex(/^\w{1,80}$/)
    .optional(),
});
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The rows in quarantine of a file, or of all files of a source, as a workbook with the reasons. */
export const GET: RequestHandler = async ({ url, locals }) => {
  const { file, source } = parseAddress(url, address, locals.lang);
  if ((file === undefined) === (source === undefined)) refuse('file, source');
  const folder = await mkdtemp(path.join(tmpdir(), 'coalface-export-'));
  try {
    const out = path.join(folder, 'rows.xlsx');
    const which = source === undefined ? ['--', String(file)] : [`--source=${source}`];
    await command(
      homeAt(),
      ['quarantine', 'export', `--out=${out}`, ...which],
      z.looseObject({ rows: z.int() }),
    );
    const { size } = await stat(out);
    const stream = createReadStream(out);
    stream.once('close', () => void rm(folder, { recursive: true, force: true }));
    return new Response(Readable.toWeb(stream) as ReadableStream, {
      headers: {
        'content-type': TYPE,
        'content-length': String(size),
        'content-disposition': `attachment; filename="quarantine-${source ?? file}.xlsx"`,
      },
    });
  } catch (fault) {
    await rm(folder, { recursive: true, force: true });
    const { code, message, hint } = faultOf(fault, locals.lang);
    error(409, { code, message, ...(hint ? { hint } : {}) });
  }
};
