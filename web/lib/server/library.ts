import { AREAS, type Area, type QueryFile } from '../../../queries/engine/query-file.ts';
import { queryPool } from './pool.ts';

/** An area of the query library with those of its queries that were looked for. */
export interface Shelf {
  area: Area;
  queries: Pick<QueryFile, 'id' | 'title' | 'answers'>[];
}

/**
 * The query library by area.
 * @param text keeps the queries that have it in their title, question or id, in either language; empty keeps all
 */
export async function shelves(text: string): Promise<Shelf[]> {
  const wanted = text.trim().toLowerCase();
  const { queries } = await queryPool();
  const found = [...queries.values()].filter(({ id, title, answers }) =>
    [id, title.zh, title.en, answers.zh, answers.en].some((words) => words.toLowerCase().includes(wanted)),
  );
  return AREAS.map((area) => ({
    area,
    queries: found
      .filter((query) => query.area === area)
      .map(({ id, title, answers }) => ({ id, title, answers })),
  })).filter((shelf) => shelf.queries.length > 0);
}
