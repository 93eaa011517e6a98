import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { CoalfaceError } from '../../data/errors.ts';
import { migrate } from '../../data/warehouse.ts';
import { cellType, isAlwaysNumber, type CellType } from './convert.ts';
import { execute } from './execute.ts';
import type { Parameter } from './parameter-schema.ts';
import { resolveParameters, type RawParameters } from './parameters.ts';
import type { QueryFile } from './query-file.ts';

/** A column as DuckDB describes it. */
export interface DescribedColumn {
  name: string;
  type: CellType;
  /** no value of this column ever needs to be text to stay exact */
  alwaysNumber: boolean;
}

const ANY_DAY = '2012-06-18';
const SAMPLE: Partial<Record<Parameter['type'], string | number>> = {
  date: ANY_DAY,
  number: 0,
  integer: 1,
  text: 'x',
};

/**
 * What each query returns, found by running it with its defaults on an empty warehouse with the current schema.
 * @throws CoalfaceError `query_failed`, `column_drift`, or `unused_parameter` for a parameter the SQL does not use
 */
export async function describeQueries(queries: Iterable<QueryFile>): Promise<Map<string, DescribedColumn[]>> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    await migrate(connection);
    const described = new Map<string, DescribedColumn[]>();
    for (const query of queries) described.set(query.id, await describe(connection, query));
    return described;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function describe(connection: DuckDBConnection, query: QueryFile): Promise<DescribedColumn[]> {
  const unused = Object.keys(query.params).filter((name) => !new RegExp(`\\$${name}\\b`).test(query.sql));
  if (unused.length) {
    throw new CoalfaceError('unused_parameter', `the SQL of ${query.id} does not use ${unused.join(', ')}`, {
      where: { query: query.id },
    });
  }
  const { names, types } = await execute(
    connection,
    query,
    resolveParameters(query, required(query), ANY_DAY),
  );
  return names.map((name, index) => {
    const type = types[index];
    return {
      name,
      type: type ? cellType(type) : 'text',
      alwaysNumber: type !== undefined && isAlwaysNumber(type),
    };
  });
}

/** Some value for each parameter that has no default. */
function required(query: QueryFile): RawParameters {
  const open = Object.entries(query.params).filter(([, parameter]) => parameter.default === undefined);
  return Object.fromEntries(
    open.map(([name, parameter]) => {
      if (parameter.type === 'enum') return [name, parameter.values[0]];
      const least = 'min' in parameter ? parameter.min : undefined;
      return [name, least ?? SAMPLE[parameter.type]];
    }),
  );
}
