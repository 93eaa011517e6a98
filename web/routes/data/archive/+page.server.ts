import { z } from 'zod';
import { homeAt } from '../../../../data/home.ts';
import { parseAddress } from '#lib/server/address.ts';
import { archivedFiles } from '#lib/server/archive.ts';
import { fileStories } from '#lib/server/archive-state.ts';
import type { PageServerLoad } from './$types';

const PAGE = 50;
const schema = z.strictObject({
  source: z
    .string()
    .regex(/^[a-z0-9_]{0,80}$/)
    .default(''),
  q: z.string().max(200).default(''),
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
});

/** A page of the landing archive, the newest file first. */
export const load: PageServerLoad = async ({ url, locals }) => {
  const { source, q, page } = parseAddress(url, schema, locals.lang);
  const all = await archivedFiles();
  const text = q.trim().toLowerCase();
  const found = all.filter(
    (file) =>
      (source === '' || file.source === source) &&
      (text === '' ||
        [file.id, file.sha256, file.name, file.url ?? ''].some((field) =>
          field.toLowerCase().includes(text),
        )),
  );
  const shown = found.slice((page - 1) * PAGE, page * PAGE);
  const stories = fileStories(
    homeAt(),
    shown.map(({ id }) => id),
  );
  return {
    source,
    q,
    page,
    pages: Math.max(1, Math.ceil(found.length / PAGE)),
    from: (page - 1) * PAGE + 1,
    sources: [...new Set(all.map((file) => file.source))].sort(),
    total: all.length,
    bytes: [...new Map(all.map(({ sha256, bytes }) => [sha256, bytes])).values()].reduce(
      (sum, n) => sum + n,
      0,
    ),
    found: found.length,
    files: shown.flatMap((file) => {
      const story = stories.get(file.id);
      return story ? { ...file, story } : [];
    }),
  };
};
