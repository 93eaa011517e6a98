import { z } from 'zod';
import { addDays } from '#lib/format/dates.ts';
import { translator } from '#lib/i18n/index.ts';
import { parseAddress, refuse } from '#lib/server/address.ts';
import { answer, tableOf } from '#lib/server/run.ts';
import { resolveRange } from '#lib/url/range.ts';
import type { PageServerLoad } from './$types';

/** Customers of the Pareto chart. */
const TOP = 20;

/** Weeks of the port's stock balance. */
const BALANCE_WEEKS = 12;

const day = z.string().max(20).optional();
const schema = z.strictObject({ from: day, to: day, asof: day });

/** The overview: every figure of it is a query on one snapshot. */
export const load: PageServerLoad = async ({ url, locals }) => {
  const asked = parseAddress(url, schema, locals.lang);
  const limit = locals.snapshot?.asOf;
  if (!limit) return { view: null };
  const range = resolveRange(asked, limit);
  if ('kind' in range) {
    const t = translator(locals.lang);
    if (range.kind === 'badDate') refuse(t('error.badDate', range));
    refuse(range.kind === 'order' ? t('error.order', range) : t('error.future', range));
  }
  const { from, to, asof } = range;
  const period = { from, to };
  const at = { at: asof };
  const run = async (id: string, params: Record<string, string | number>) =>
    tableOf(await answer(id, params, locals));
  const [
    kpis,
    prices,
    priceChanges,
    stock,
    record,
    events,
    ports,
    share,
    pareto,
    regions,
    movers,
    spread,
    balance,
  ] = await Promise.all([
    run('headline_kpis', at),
    run('price_by_grade', period),
    run('price_change', at),
    run('port_stock', period),
    run('port_record_high', at),
    run('market_events', period),
    run('port_week', at),
    run('ka_share_trend', period),
    run('account_pareto', { ...period, top: TOP }),
    run('region_mix_month', period),
    run('region_movers', at),
    run('grade_spread', period),
    run('port_reconcile', { from: addDays(asof, -7 * BALANCE_WEEKS), to: asof }),
  ]);
  return {
    view: {
      range,
      asked,
      limit,
      kpis,
      prices,
      priceChanges,
      spread,
      stock,
      record,
      events,
      ports,
      balance,
      share,
      pareto,
      regions,
      movers,
    },
  };
};
