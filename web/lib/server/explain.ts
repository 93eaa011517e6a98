import { error, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { CoalfaceError } from '../../../data/errors.ts';
import { homeAt } from '../../../data/home.ts';
import { originalExplanation, type OriginalExplanation } from '../../../queries/lineage/explanation.ts';
import type { Table } from '#lib/table.ts';
import { translator } from '#lib/i18n/index.ts';
import { refuse } from './address.ts';
import { command, WITHIN_MS } from './command.ts';
import { Explanations } from './explanations.ts';
import { queryPool } from './pool.ts';
import { answer, rawParameters, tableOf } from './run.ts';

/** Some tens of kilobytes each. */
const explanations = new Explanations({ kept: 200, waiting: 4 });
const RETRY_AFTER_S = 10;

const address = z.object({
  cell: z.string().regex(/^[1-9]\d{0,8},[a-z][a-z0-9_]{0,99}$/),
  snapshot: z
    .string()
    .regex(/^\d{8}T\d{9}$/)
    .optional(),
});

/** A figure explained: its trace, and the answer that it stands in. */
export interface ExplainedFigure {
  made: OriginalExplanation;
  table: Omit<Table, 'data'>;
  /** what the parameters are called */
  labels: Record<string, { zh: string; en: string }>;
}

/**
 * Explain the figure that an address names: `cell=ROW,COLUMN`, `snapshot` (default the one in service), and the parameters
 * of the query. Made by the command line in a process of its own: it opens the snapshot once more and runs the query some
 * hundred times, and a runaway can be ended without harm to the server.
 * @returns null before the first publication
 * @throws HttpError 400 for an address that is not understood, 404 for a query, snapshot or cell that there is not, 503
 *   with `Retry-After` while too many wait, 504 if it takes too long
 */
export async function explainedFigure(
  event: Pick<RequestEvent, 'url' | 'locals' | 'request' | 'setHeaders'> & { params: { query: string } },
): Promise<ExplainedFigure | null> {
  const { url, locals, params, request, setHeaders } = event;
  const t = translator(locals.lang);
  const { cell: given, snapshot: asked, ...raw } = rawParameters(url, locals);
  const parsed = address.safeParse({ cell: given ?? '', snapshot: asked });
  if (!parsed.success) refuse(t('explain.badAddress'), z.prettifyError(parsed.error));
  const { cell, snapshot = locals.snapshot?.id } = parsed.data;
  if (snapshot === undefined) return null;
  const result = await answer(params.query, raw, locals, snapshot);
  const [row = '', column = ''] = cell.split(',');
  if (Number(row) > result.rowCount || !Object.hasOwn(result.data, column)) {
    error(404, { code: 'unknown_cell', message: t('explain.noCell', { row, column }) });
  }
  const query = (await queryPool()).queries.get(result.query);
  const key = JSON.stringify([query?.hash, result.params, cell, snapshot]);
  const args = [
    'explain',
    `--cell=${cell}`,
    `--snapshot=${snapshot}`,
    ...Object.entries(result.params).map(([name, value]) => `--param=${name}=${value}`),
    '--',
    result.query,
  ];
  try {
    const made = await explanations.get(key, request.signal, (signal) =>
      command(homeAt(), args, originalExplanation, { signal, background: true }),
    );
    const { data: _, ...table } = tableOf(result);
    const labels = Object.fromEntries(
      Object.entries(query?.params ?? {}).map(([name, { label }]) => [name, label]),
    );
    return { made, table, labels };
  } catch (fault) {
    if (request.signal.aborted) error(499, { code: 'left', message: t('explain.left') });
    if (!(fault instanceof CoalfaceError)) throw fault;
    const { code } = fault;
    if (code === 'explain_busy') {
      setHeaders({ 'retry-after': String(RETRY_AFTER_S) });
      error(503, { code, message: t('explain.busy'), hint: t('explain.busyHint') });
    }
    if (code === 'command_too_slow') {
      error(504, {
        code: 'explain_too_slow',
        message: t('explain.slow', { seconds: WITHIN_MS / 1000 }),
        hint: t('explain.slowHint'),
      });
    }
    throw fault;
  }
}
