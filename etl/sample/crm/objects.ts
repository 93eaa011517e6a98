import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { objectCatalogue, parseObject, type CatalogueObject } from '../../../data/object-file.ts';

/** The objects of the CRM sample, accounts first. */
export const OBJECTS = [
  'account',
  'account_change',
  'crm_role',
  'crm_user',
  'contact',
  'activity',
  'campaign',
  'opportunity',
  'opportunity_stage',
  'quote',
  'project_team',
  'purchase',
  'contract',
  'contract_schedule',
  'collection_plan',
  'collection',
  'assay',
  'plant_report',
  'plant_receipt',
  'service_case',
  'complaint',
  'return_visit',
  'target',
  'delivery',
] as const;
export type ObjectId = (typeof OBJECTS)[number];

/** A column of an object. */
export type Field = CatalogueObject['columns'][string];

/** A row: text by column name; decimals, dates (`YYYY-MM-DD`) and times (`YYYY-MM-DD HH:MM:SS`) in their canonical form. */
export type Row = Readonly<Record<string, string | null>>;

const outline = new Map<ObjectId, CatalogueObject>();

/** An object's columns, key and rules: the catalogue's, or the sample's own outline of one that it does not have. */
export function objectOf(id: ObjectId): CatalogueObject {
  const known = objectCatalogue().get(id) ?? outline.get(id);
  if (known) return known;
  const file = fileURLToPath(new URL(`objects/${id}.yaml`, import.meta.url));
  const parsed = parseObject(readFileSync(file, 'utf8'), file);
  outline.set(id, parsed);
  return parsed;
}

/** True where the product has a table that the object can be loaded into through a source of the catalogue. */
export function canLoad(id: ObjectId): boolean {
  return objectCatalogue().has(id);
}

/** The column of an object. @throws RangeError when it has none of that name */
export function fieldOf(id: ObjectId, column: string): Field {
  const field = objectOf(id).columns[column];
  if (!field) throw new RangeError(`${id} has no column ${column}`);
  return field;
}
