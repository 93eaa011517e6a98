import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { rows } from '../../data/duck.ts';
import { CoalfaceError, type Where } from '../../data/errors.ts';
import { functionList, type FunctionList } from './functions.ts';

/** Longest text of a statement; a statement of people is some kilobytes. */
export const MOST_CHARACTERS = 200_000;

/** Thousands of nested parentheses could exhaust the stack of whoever walks them. */
const DEEPEST = 400;

/** What free SQL may name of a snapshot: `schema.name` in lower case. */
export interface Catalogue {
  /** tables and views */
  tables: ReadonlySet<string>;
  /** macros of the snapshot that give a value */
  macros: ReadonlySet<string>;
  /** macros of the snapshot that give a table */
  tableMacros: ReadonlySet<string>;
}

/** A statement that free SQL may run. */
export interface Approved {
  /** tables and views that it reads, `schema.name` */
  reads: string[];
}

const serialized = z.discriminatedUnion('error', [
  z.object({
    error: z.literal(true),
    error_type: z.string(),
    error_message: z.string(),
    position: z.string().optional(),
  }),
  z.object({ error: z.literal(false), statements: z.array(z.object({ node: z.unknown() })) }),
]);

/** Kinds of expressions, of tables and of parts of a statement that are walked; any other is refused. */
const EXPRESSIONS = new Set(
  'BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION LAMBDA OPERATOR PARAMETER POSITIONAL_REFERENCE STAR SUBQUERY WINDOW'.split(
    ' ',
  ),
);
const NODES = new Set(
  [
    'SELECT_NODE SET_OPERATION_NODE RECURSIVE_CTE_NODE CTE_NODE',
    'BASE_TABLE SUBQUERY JOIN TABLE_FUNCTION EMPTY EMPTY_FROM EXPRESSION_LIST PIVOT SHOW_REF',
    'ORDER_MODIFIER LIMIT_MODIFIER LIMIT_PERCENT_MODIFIER DISTINCT_MODIFIER',
    'ORDER_DEFAULT ASCENDING DESCENDING',
    'UNBOUND_TYPE_INFO STRUCT_TYPE_INFO LIST_TYPE_INFO DECIMAL_TYPE_INFO ARRAY_TYPE_INFO',
  ].flatMap((names) => names.split(' ')),
);

/** The part of a node in which the common table expression that it names is in scope. */
const NAMED_IN: Record<string, string> = { RECURSIVE_CTE_NODE: 'right', CTE_NODE: 'child' };

/** What is in scope where a node stands: names of common table expressions, in lower case. */
type Scope = ReadonlySet<string>;
type Node = Record<string, unknown>;

const list: FunctionList = functionList();

/**
 * Judge a statement by DuckDB's own parser: one SELECT, its tables from the catalogue, its functions from the reviewed
 * list, nothing that is not known. What is not understood is refused.
 * @param connection any; the statement is parsed on it, not run
 * @throws CoalfaceError `sql_syntax`, `sql_refused`, `sql_too_long`; with `where.line` and `where.character` if the place is known
 */
export async function approve(
  connection: DuckDBConnection,
  sql: string,
  catalogue: Catalogue,
): Promise<Approved> {
  if (sql.length > MOST_CHARACTERS) {
    throw new CoalfaceError('sql_too_long', `the statement has more than ${MOST_CHARACTERS} characters`, {
      hint: 'put long lists of values into a table of the warehouse',
    });
  }
  // qualified, so that no macro can stand in its place
  const [row] = await rows<{ tree: string }>(
    connection,
    'SELECT system.main.json_serialize_sql($sql::VARCHAR)::VARCHAR AS tree',
    { sql },
  );
  const parsed = serialized.parse(JSON.parse(row?.tree ?? 'null'));
  if (parsed.error) throw notParsed(parsed, sql);
  const [statement, ...others] = parsed.statements;
  if (!statement || others.length > 0) {
    throw new CoalfaceError('sql_refused', `one statement at a time, not ${parsed.statements.length}`, {
      hint: 'select the one to run, or join them with UNION ALL',
    });
  }
  const walk = new Walk(sql, catalogue);
  walk.visit(statement.node, new Set(), 0);
  return { reads: [...walk.reads].sort() };
}

/** The tables and macros of the snapshot that a connection is on. */
export async function catalogueOf(connection: DuckDBConnection): Promise<Catalogue> {
  const set = async (sql: string) =>
    new Set((await rows<{ name: string }>(connection, sql)).map(({ name }) => name.toLowerCase()));
  const macros = (type: string) => `SELECT DISTINCT schema_name || '.' || function_name AS name
    FROM duckdb_functions() WHERE NOT internal AND function_type = '${type}'`;
  return {
    tables: await set(`SELECT schema_name || '.' || table_name AS name FROM duckdb_tables() WHERE NOT internal
      UNION ALL SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE NOT internal`),
    macros: await set(macros('macro')),
    tableMacros: await set(macros('table_macro')),
  };
}

class Walk {
  readonly reads = new Set<string>();
  readonly #sql: string;
  readonly #catalogue: Catalogue;
  /** functions that stand where a table may */
  readonly #tableFunctions = new WeakSet<object>();

  constructor(sql: string, catalogue: Catalogue) {
    this.#sql = sql;
    this.#catalogue = catalogue;
  }

  visit(value: unknown, scope: Scope, depth: number): void {
    if (depth > DEEPEST) this.#refuse('it is nested too deeply', undefined);
    if (Array.isArray(value)) {
      for (const one of value) this.visit(one, scope, depth + 1);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const node = value as Node;
    this.#known(node);
    if ('function_name' in node) this.#function(node);
    if (node['type'] === 'BASE_TABLE') this.#table(node, scope);
    if (node['type'] === 'TABLE_FUNCTION') this.#tableFunctions.add(node['function'] as object);
    if (node['type'] === 'SHOW_REF') this.#show(node);
    if (node['type'] === 'UNBOUND_TYPE_INFO' && (node['catalog'] || node['schema']))
      this.#refuse('a type of another schema is not allowed', node);
    if (node['pivot_enum']) this.#refuse('PIVOT … IN a type is not allowed: list the values', node);
    const inner = this.#common(node, scope, depth);
    for (const [key, part] of Object.entries(node)) {
      // a constant is data, whatever it looks like
      if (key === 'cte_map' || (key === 'value' && node['class'] === 'CONSTANT')) continue;
      const own = node['cte_name'];
      const sees = key === NAMED_IN[String(node['type'])] && typeof own === 'string';
      this.visit(part, sees ? new Set([...inner, own.toLowerCase()]) : inner, depth + 1);
    }
  }

  /** Common table expressions are in scope below their node, and each in those that follow it. */
  #common(node: Node, scope: Scope, depth: number): Scope {
    const map = (node['cte_map'] as { map?: { key: string; value: unknown }[] } | undefined)?.map ?? [];
    const inner = new Set(scope);
    for (const { key, value } of map) {
      this.visit(value, inner, depth + 1);
      inner.add(key.toLowerCase());
    }
    return inner;
  }

  #known(node: Node): void {
    const { class: kind, type } = node;
    if (typeof kind === 'string') {
      if (!EXPRESSIONS.has(kind)) this.#refuse(`${kind} is not allowed`, node);
    } else if (typeof type === 'string' && !NODES.has(type)) {
      this.#refuse(`${type} is not allowed`, node);
    }
  }

  #function(node: Node): void {
    const name = String(node['function_name']);
    const schema = String(node['schema'] ?? '');
    const inTable = this.#tableFunctions.has(node);
    if (node['catalog']) this.#refuse('a catalog cannot be named', node);
    if (schema !== '' && schema !== 'main') {
      const known = inTable ? this.#catalogue.tableMacros : this.#catalogue.macros;
      if (!known.has(`${schema}.${name}`.toLowerCase()))
        this.#refuse(`there is no function ${schema}.${name}`, node);
      return;
    }
    const judged = list.judge(inTable ? 'tables' : 'values', name);
    if (judged.verdict === 'allowed') return;
    const why = judged.verdict === 'refused' ? `is not allowed: it ${judged.why}` : 'is not known here';
    this.#refuse(`${name}() ${why}`, node);
  }

  #table(node: Node, scope: Scope): void {
    const table = String(node['table_name']);
    const schema = String(node['schema_name'] ?? '');
    if (node['catalog_name']) this.#refuse('a catalog cannot be named', node);
    if (node['at_clause']) this.#refuse('AT is not allowed: pick another snapshot instead', node);
    if (schema === '' && scope.has(table.toLowerCase())) return;
    const name = `${schema || 'main'}.${table}`.toLowerCase();
    if (this.#catalogue.tables.has(name)) {
      this.reads.add(name);
      return;
    }
    const namesakes = [...this.#catalogue.tables].filter((one) => one.endsWith(`.${table.toLowerCase()}`));
    this.#refuse(
      `there is no table ${schema ? `${schema}.` : ''}${table}`,
      node,
      namesakes.length ? `did you mean ${namesakes.join(' or ')}?` : 'the schema browser lists the tables',
    );
  }

  /** DESCRIBE and SUMMARIZE of a query are questions; SHOW tells of the instance. */
  #show(node: Node): void {
    const allowed = ['DESCRIBE', 'SUMMARY'].includes(String(node['show_type'])) && node['query'] !== null;
    if (!allowed) this.#refuse('SHOW is not allowed', node, 'the schema browser lists the tables');
  }

  #refuse(why: string, node: Node | undefined, hint?: string): never {
    throw new CoalfaceError('sql_refused', why, {
      where: placeIn(this.#sql, node?.['query_location']),
      ...(hint ? { hint } : {}),
    });
  }
}

function notParsed(
  {
    error_type,
    error_message,
    position,
  }: { error_type: string; error_message: string; position?: string | undefined },
  sql: string,
): CoalfaceError {
  if (error_type === 'not implemented') {
    return new CoalfaceError('sql_refused', 'only SELECT is allowed', {
      hint: 'one question: SELECT, WITH … SELECT, FROM …, VALUES, DESCRIBE or SUMMARIZE; PIVOT needs … IN (…)',
    });
  }
  return new CoalfaceError('sql_syntax', error_message, { where: placeIn(sql, Number(position)) });
}

/** Line and character, both from 1, of a byte of a statement; nothing if it is none. */
export function placeIn(sql: string, byte: unknown): Pick<Where, 'line' | 'character'> {
  const bytes = Buffer.from(sql);
  if (typeof byte !== 'number' || !(byte >= 0 && byte <= bytes.length)) return {};
  const before = bytes.subarray(0, byte).toString().split('\n');
  return { line: before.length, character: [...(before.at(-1) ?? '')].length + 1 };
}
