import { expect, test } from 'vitest';
import { DIALECTS } from '../sample/crm/dialects.ts';
import type { ObjectId } from '../sample/crm/objects.ts';
import type { Dialect } from '../sample/crm/table.ts';
import { scoreDialect } from './score-dialect.ts';

/** Exports that the product loads without a fault: dialect, and the objects of it where it is not all of them. */
const LOADED: [dialect: string, objects?: ObjectId[]][] = [
  ['fxiaoke'],
  ['salesforce'],
  ['odoo'],
  ['kingdee', ['contact', 'plant_receipt', 'assay', 'contract_schedule', 'return_visit']],
  ['dynamics', ['account', 'opportunity', 'complaint', 'plant_report']],
  ['rail'],
  ['ship'],
  ['weighbridge'],
];

/** Reasons that the product does not give yet: such rows are loaded, or kept aside for another reason. */
const NOT_YET = new Set(['digits_lost', 'account_conflict']);

test.each(LOADED)(
  '%s: tables and quarantine are the key’s',
  async (name, objects) => {
    const scores = await scoreDialect(DIALECTS.get(name) as Dialect, objects);
    expect(scores.length).toBeGreaterThan(0);
    for (const { object, rows, matched, differences } of scores) {
      const missed = differences.filter((one) => one.kind === 'missed');
      const loadedAnyway = missed
        .filter((one) => one.got === 'loaded')
        .map((one) => `${one.file}:${one.row}`);
      const others = differences.filter(
        (one) =>
          !(one.kind === 'missed' && NOT_YET.has(one.expected)) &&
          !(one.kind === 'extra' && loadedAnyway.includes(`${one.file}:${one.row}`)),
      );
      expect([object, others]).toEqual([object, []]);
      expect([object, matched]).toEqual([object, rows]);
    }
  },
  120_000,
);
