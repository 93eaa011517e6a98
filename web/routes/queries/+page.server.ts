import { z } from 'zod';
import { AREAS } from '../../../queries/engine/query-file.ts';
import { parseAddress } from '#lib/server/address.ts';
import { queryPool } from '#lib/server/pool.ts';
import type { PageServerLoad } from './$types';

const schema = z.strictObject({ q: z.string().max(100).default('') });

/** The query library by area; `q` keeps what has the text in its title, its question or its id, in either language. */
export const load: PageServerLoad = async ({ url, locals }) => {
  const { q } = parseAddress(url, schema, locals.lang);
  const wanted = q.trim().toLowerCase();
  const { queries } = await queryPool();
  const found = [...queries.values()].filter(({ id, title, answers }) =>
    [id, title.zh, title.en, answers.zh, answers.en].some((text) => text.toLowerCase().includes(wanted)),
  );
  return {
    q,
    count: found.length,
    areas: AREAS.map((area) => ({
      area,
      queries: found.filter((query) => query.area === area).map(({ id, title, answers }) => ({ id, title, answers })),
    })).filter(({ queries: list }) => list.length > 0),
  };
};
