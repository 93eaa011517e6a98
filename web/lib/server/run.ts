import { error } from '@sveltejs/kit';
import { CoalfaceError } from '../../../data/errors.ts';
import { vocabularyOf, type Parameter, type Vocabulary } from '../../../queries/engine/parameter-schema.ts';
import { rowsOf, type QueryResult } from '../../../queries/engine/result.ts';
import type { QueryRows } from '../../../queries/types.ts';
import type { Table } from '#lib/table.ts';
import { translator } from '#lib/i18n/index.ts';
import { refuse } from './address.ts';
import { queryPool } from './pool.ts';

/** Faults of the one who asks: the answer is 400 with the engine's own words. */
const ASKED_WRONG = new Set(['unknown_parameter', 'bad_parameter', 'no_data_date']);

type Raw = Record<string, string | number | undefined>;

/**
 * A query's result on a snapshot.
 * @param snapshot default: that of the request
 * @throws HttpError 400 for parameters that the query refuses, 404 for an unknown query or a snapshot that is not kept, 503
 *   before the first publication
 */
export async function answer(
  id: string,
  raw: Raw,
  locals: App.Locals,
  snapshot = locals.snapshot?.id,
): Promise<QueryResult> {
  try {
    return await (await queryPool()).run(id, raw, { snapshot });
  } catch (fault) {
    if (!(fault instanceof CoalfaceError)) throw fault;
    if (ASKED_WRONG.has(fault.code)) refuse(fault.message, fault.hint);
    const { code, message, hint } = fault;
    if (code === 'unknown_query') {
      error(404, { code, message: translator(locals.lang)('error.unknownQuery', { id: id.slice(0, 60) }) });
    }
    if (code === 'unknown_snapshot') {
      const t = translator(locals.lang);
      error(404, {
        code,
        message: t('explain.noSnapshot', { id: snapshot ?? '' }),
        hint: t('explain.noSnapshotHint'),
      });
    }
    if (code === 'no_snapshot') error(503, { code, message, ...(hint ? { hint } : {}) });
    throw fault;
  }
}

/** Something that a parameter may name. */
export interface Choice {
  value: string;
  name: string;
  name_en: string | null;
}

/** What the parameters of a query may name, by kind, as the snapshot of the request knows it. */
export async function choicesFor(
  params: Readonly<Record<string, Parameter>>,
  locals: App.Locals,
): Promise<Partial<Record<Vocabulary, Choice[]>>> {
  const kinds = new Set(Object.values(params).flatMap((parameter) => vocabularyOf(parameter) ?? []));
  const found = [...kinds].map(async (kind) => {
    const result = await answer('choices', { of: kind }, locals);
    return [kind, rowsOf<QueryRows['choices']>(result)] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

/** What of a result a page needs: no timing, which would make equal pages differ. */
export function tableOf(result: QueryResult): Table {
  const { query, snapshot, asOf, params, sql, columns, data, rowCount } = result;
  return {
    query,
    snapshot,
    asOf,
    params,
    sql,
    columns: columns.map(({ name, zh, en, unit, format }) => ({ name, zh, en, unit, format })),
    data,
    rowCount,
  };
}

/**
 * The parameters of a query as its address gives them; `lang` is not one.
 * @param params of the query: a list may stand in several pieces, as a form sends it
 * @throws HttpError 400 for any other repeated key
 */
export function rawParameters(
  url: URL,
  locals: App.Locals,
  params: Readonly<Record<string, Parameter>> = {},
): Record<string, string> {
  const raw: Record<string, string> = {};
  for (const [key, value] of url.searchParams) {
    if (key === 'lang') continue;
    if (Object.hasOwn(raw, key) && params[key]?.type === 'list') {
      raw[key] += `,${value}`;
      continue;
    }
    if (Object.hasOwn(raw, key)) refuse(translator(locals.lang)('error.repeated', { key: key.slice(0, 40) }));
    raw[key] = value;
  }
  return raw;
}
