import { z } from 'zod';
import { parseAddress } from '#lib/server/address.ts';
import { openCheckHistory } from '../../../../data/check-history-reader.ts';
import { homeAt } from '../../../../data/home.ts';
import type { PageServerLoad } from './$types';

const schema = z.strictObject({ failing: z.literal('1').optional() });

/** Outcomes that a small picture of a history shows. */
const DRAWN = 30;

/** How every check stands, by source or mart, with its last outcomes; with `failing=1` those that fail. */
export const load: PageServerLoad = ({ url, locals }) => {
  const failing = parseAddress(url, schema, locals.lang).failing === '1';
  const reader = openCheckHistory(homeAt());
  try {
    const standings = reader?.standings() ?? [];
    const checks = standings
      .filter(({ latest }) => !failing || latest?.passed === false)
      .map((standing) => ({
        ...standing,
        history:
          reader
            ?.history(standing.definition.name, DRAWN)
            .map(({ run, passed, measured }) => ({ run, passed, measured }))
            .reverse() ?? [],
      }));
    return {
      failing,
      count: standings.length,
      errors: standings.filter(({ latest }) => latest?.passed === false && latest.severity === 'error')
        .length,
      warnings: standings.filter(({ latest }) => latest?.passed === false && latest.severity === 'warn')
        .length,
      groups: [...Map.groupBy(checks, ({ definition }) => definition.group_id)].map(([id, all]) => ({
        id,
        title: { zh: all[0]?.definition.group_zh ?? id, en: all[0]?.definition.group_en ?? id },
        checks: all,
      })),
    };
  } finally {
    reader?.close();
  }
};
