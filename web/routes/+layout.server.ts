import type { LayoutServerLoad } from './$types';

/** What every page shows: preferences and the snapshot in service. */
export const load: LayoutServerLoad = ({ locals }) => ({
  lang: locals.lang,
  theme: locals.theme,
  phone: locals.phone,
  operator: locals.operator,
  snapshot: locals.snapshot,
});
