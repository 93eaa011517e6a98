import { objectCatalogue, type CatalogueObject } from '../../../data/object-file.ts';

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

/** An object's columns, key and rules. */
export function objectOf(id: ObjectId): CatalogueObject {
  const object = objectCatalogue().get(id);
  if (!object) throw new RangeError(`the catalogue has no object ${id}`);
  return object;
}
