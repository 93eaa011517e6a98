import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { bilingual, labelledColumn, name, rule } from './contract-schema.ts';
import { CoalfaceError } from './errors.ts';
import { projectRoot } from './project.ts';

const OBJECTS_DIR = path.join(projectRoot(), 'data', 'objects');

const object = z.strictObject({
  id: name,
  /** the module of the CRM that keeps it; 市场行情: what others publish */
  module: z.enum([
    '客户管理',
    '事务管理',
    '销售管理',
    '采购管理',
    '商务管理',
    '服务管理',
    '汇总中心',
    '权限管理',
    '市场行情',
  ]),
  title: bilingual,
  /** table of the warehouse, `schema.table` */
  table: z.string().regex(/^[a-z]+\.[a-z_]+$/),
  key: z.array(name).min(1),
  /** columns that name a customer, and the day or instant `on` which they do; the row's `account_id` is resolved from them */
  account: z.strictObject({ name, code: name, required: z.boolean(), on: name.optional() }).optional(),
  columns: z.record(name, labelledColumn),
  /** columns of the table that follow from the others, as SQL over them */
  derived: z
    .record(name, z.strictObject({ ...bilingual.shape, type: z.literal('date'), sql: z.string().min(1) }))
    .default({}),
  /** the business date: a date column, declared or derived, by which the table is pruned and months are counted */
  date: name.optional(),
  /**
   * columns whose texts are found in a column of another object, `object.column`: a check counts those that are not.
   * They keep no row aside, for the other row may arrive later
   */
  references: z.record(name, z.string().regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/)).default({}),
  rules: z.array(rule).default([]),
});

/** A business object: the columns that its table has, and the headers under which exports carry them. */
export type CatalogueObject = z.infer<typeof object>;

/**
 * Parse one file of data/objects.
 * @throws CoalfaceError `bad_object` naming the file and every key that is wrong
 */
export function parseObject(text: string, file: string): CatalogueObject {
  const result = object.safeParse(parse(text));
  const bad = (message: string) => new CoalfaceError('bad_object', message, { where: { file } });
  if (!result.success) throw bad(z.prettifyError(result.error));
  const { key, account, columns, derived, date, references, rules } = result.data;
  const named = [
    ...key,
    ...(account ? [account.name, account.code, ...(account.on ? [account.on] : [])] : []),
    ...Object.keys(references),
    ...rules.flatMap((r) => r.columns),
    ...(date && !(date in derived) ? [date] : []),
  ];
  const missing = named.filter((column) => !(column in columns));
  if (missing.length) throw bad(`columns named but not declared: ${missing.join(', ')}`);
  const nameless = Object.keys(columns).filter((column) => !columns[column]?.from.length);
  if (nameless.length) throw bad(`columns without headers: ${nameless.join(', ')}`);
  const optional = key.filter((column) => !columns[column]?.required);
  if (optional.length) throw bad(`columns of the key must be required: ${optional.join(', ')}`);
  return result.data;
}

/** A column of an object whose texts are found in a column of another. */
export interface Reference {
  object: CatalogueObject;
  column: string;
  target: CatalogueObject;
  targetColumn: string;
}

/** The references between objects. @throws CoalfaceError `bad_object` naming one to an object or a column that there is not */
export function referencesOf(objects: ReadonlyMap<string, CatalogueObject>): Reference[] {
  return [...objects.values()].flatMap((object) =>
    Object.entries(object.references).map(([column, to]) => {
      const [id = '', targetColumn = ''] = to.split('.');
      const target = objects.get(id);
      if (target && targetColumn in target.columns) return { object, column, target, targetColumn };
      throw new CoalfaceError('bad_object', `${object.id}.${column} refers to ${to}, which there is not`, {
        hint: 'correct `references` in its file of data/objects',
      });
    }),
  );
}

let catalogue: ReadonlyMap<string, CatalogueObject> | undefined;

/** All objects of data/objects by id, read once. @throws CoalfaceError `bad_object` */
export function objectCatalogue(): ReadonlyMap<string, CatalogueObject> {
  catalogue ??= new Map(
    readdirSync(OBJECTS_DIR)
      .filter((file) => file.endsWith('.yaml'))
      .sort()
      .map((file) =>
        parseObject(readFileSync(path.join(OBJECTS_DIR, file), 'utf8'), path.join(OBJECTS_DIR, file)),
      )
      .map((one) => [one.id, one]),
  );
  return catalogue;
}

/** SQL type of a column of an object's table. */
export function columnType(column: CatalogueObject['columns'][string]): string {
  if (column.type === 'decimal') return `DECIMAL(18,${column.scale})`;
  return { text: 'VARCHAR', enum: 'VARCHAR', date: 'DATE', timestamp: 'TIMESTAMPTZ' }[column.type];
}

/** SQL of the business date of a row, over the declared columns of the object; NULL where the object has none. */
export function businessDate(object: CatalogueObject): string {
  const { date, derived } = object;
  if (!date) return 'NULL::DATE';
  return derived[date]?.sql ?? date;
}
