import { issuesBetween, type Issue } from '../../../queries/briefing/week.ts';
import { answer } from './run.ts';

/** Before any data of the product. */
const BEGINNING = '1990-01-01';

/** The issues whose whole period has port data, newest first; none before the first publication. */
export async function availableIssues(locals: App.Locals): Promise<Issue[]> {
  const asOf = locals.snapshot?.asOf;
  if (!asOf) return [];
  const stock = await answer('port_stock', { from: BEGINNING, to: asOf }, locals);
  const first = stock.data['day']?.[0];
  return typeof first === 'string' ? issuesBetween(first, asOf) : [];
}
