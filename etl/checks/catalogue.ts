import type { DuckDBConnection } from '@duckdb/node-api';
import { identifier, rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';

const KINDS = {
  any: { is: /./, en: 'a column' },
  date: { is: /^DATE$/, en: 'a date' },
  number: { is: /^(DECIMAL|U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER|DOUBLE|FLOAT)/, en: 'a number' },
} as const;

/** Names the place of a fault in a check. */
export type Fault = (message: string) => CoalfaceError;

/** The tables and views of the warehouse: the only names that a check may put into SQL. */
export class Catalogue {
  readonly #tables: ReadonlyMap<string, ReadonlyMap<string, string>>;

  constructor(tables: ReadonlyMap<string, ReadonlyMap<string, string>>) {
    this.#tables = tables;
  }

  /** A table as SQL. @throws what `bad` makes if there is no such table */
  table(name: string, bad: Fault): string {
    this.#columns(name, bad);
    return name.split('.').map(identifier).join('.');
  }

  /** A column as SQL. @throws what `bad` makes if the table lacks it, or it is of another kind */
  column(table: string, name: string, bad: Fault, kind: keyof typeof KINDS = 'any'): string {
    const columns = this.#columns(table, bad);
    const type = columns.get(name);
    if (type === undefined)
      throw bad(`${table} has no column ${name}; it has ${[...columns.keys()].join(', ')}`);
    if (!KINDS[kind].is.test(type)) throw bad(`${table}.${name} is not ${KINDS[kind].en}, but ${type}`);
    return identifier(name);
  }

  /** Whether a table has a column. @throws what `bad` makes if there is no such table */
  has(table: string, name: string, bad: Fault): boolean {
    return this.#columns(table, bad).has(name);
  }

  #columns(table: string, bad: Fault): ReadonlyMap<string, string> {
    const found = this.#tables.get(table);
    if (found) return found;
    const [schema = ''] = table.split('.');
    const near = [...this.#tables.keys()].filter((one) => one.startsWith(`${schema}.`));
    const known = near.length ? near : [...this.#tables.keys()];
    throw bad(`there is no table ${table}; known: ${known.join(', ')}`);
  }
}

/** The tables and views that a warehouse or a snapshot has. */
export async function readCatalogue(connection: DuckDBConnection): Promise<Catalogue> {
  const found = await rows<{ name: string; column: string; type: string }>(
    connection,
    `SELECT schema_name || '.' || table_name AS name, column_name AS "column", data_type AS type FROM duckdb_columns()
     WHERE database_name = current_database() AND NOT internal AND schema_name <> 'main'
     ORDER BY schema_name, table_name, column_index`,
  );
  const tables = new Map<string, Map<string, string>>();
  for (const { name, column, type } of found) {
    const columns = tables.get(name) ?? new Map<string, string>();
    tables.set(name, columns.set(column, type));
  }
  return new Catalogue(tables);
}
