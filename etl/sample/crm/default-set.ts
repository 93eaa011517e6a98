import { DIALECTS } from './dialects.ts';
import { writeExports } from './export.ts';
import type { FileKey } from './key.ts';
import type { ObjectId } from './objects.ts';
import type { Planted } from './render.ts';
import type { Crm } from './truth.ts';

/**
 * The objects of the sample that ships, each from one system: a group that grew by mergers has one of each. A nested
 * child comes with its parent.
 */
const DEFAULT_SET: readonly (readonly [object: ObjectId, dialect: string])[] = [
  ['account_change', 'fxiaoke'],
  ['crm_role', 'dynamics'],
  ['crm_user', 'html'],
  ['contact', 'wukong'],
  ['activity', 'fxiaoke'],
  ['campaign', 'salesforce'],
  ['opportunity', 'odoo'],
  ['quote', 'salesforce'],
  ['project_team', 'dynamics'],
  ['purchase', 'kingdee'],
  ['contract', 'kingdee'],
  ['contract_schedule', 'kingdee'],
  ['collection_plan', 'wukong'],
  ['collection', 'kingdee'],
  ['assay', 'html'],
  ['plant_report', 'html'],
  ['plant_receipt', 'kingdee'],
  ['service_case', 'salesforce'],
  ['complaint', 'fxiaoke'],
  ['return_visit', 'wukong'],
  ['target', 'dynamics'],
];

/** Objects with a fault among their rows: so many an installation lives with. */
const FAULTY = new Set<ObjectId>(['activity', 'contract', 'collection', 'complaint']);

/** What a file of the default sample holds: the key of its exports without the rows. */
export type FileCounts = Omit<FileKey, 'rows'> & { rows: number };

/** Writes the default set to `inbox/` and `sources/` below a folder. @returns what each file holds */
export function writeDefaultSet(out: string, crm: Crm): FileCounts[] {
  return DEFAULT_SET.flatMap(([object, name]) => {
    const dialect = DIALECTS.get(name);
    if (!dialect) throw new RangeError(`there is no dialect ${name}`);
    const planted: Planted = FAULTY.has(object) ? 'few' : 'none';
    const { files } = writeExports(dialect, { out, crm, objects: [object], planted });
    return files.map((file) => ({ ...file, rows: file.rows.length }));
  });
}
