import { explainedFigure } from '#lib/server/explain.ts';
import type { PageServerLoad } from './$types';

/** One figure, explained down to the bytes. */
export const load: PageServerLoad = async (event) => ({ explained: await explainedFigure(event) });
