import { expect, test } from 'vitest';
import { DIALECTS } from '../sample/crm/dialects.ts';
import type { ObjectId } from '../sample/crm/objects.ts';
import type { Dialect } from '../sample/crm/table.ts';
import { scoreDialect } from './score-dialect.ts';

/** Exports that the product loads: dialect, and the objects of it where it is not all of them. */
const LOADED: [dialect: string, objects?: ObjectId[]][] = [
  ['fxiaoke'],
  ['salesforce'],
  ['odoo'],
  ['kingdee', ['contact', 'plant_receipt', 'assay', 'contract_schedule', 'complaint']],
  ['dynamics', ['account', 'opportunity', 'complaint', 'plant_report']],
  ['rail'],
  ['ship'],
  ['weighbridge'],
];

test.each(LOADED)(
  '%s: tables and quarantine are the key’s',
  async (name, objects) => {
    const scores = await scoreDialect(DIALECTS.get(name) as Dialect, objects);
    expect(scores.length).toBeGreaterThan(0);
    expect(scores.flatMap((one) => one.differences)).toEqual([]);
    expect(scores.map((one) => [one.object, one.matched, one.caught])).toEqual(
      scores.map((one) => [one.object, one.rows, one.planted]),
    );
  },
  120_000,
);
