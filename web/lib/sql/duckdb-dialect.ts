import { SQLDialect } from '@codemirror/lang-sql';

/** What a question may be made of; statements that change something are refused anyway. */
const KEYWORDS = `all and anti any as asc asof between by case cast collate columns cross cube current desc describe
  distinct else end escape except exclude exists extract false fetch filter first following for from full glob group
  grouping having ilike in inner intersect interval is isnull join lambda last lateral left like limit materialized
  natural not notnull null nulls of offset on or order ordinality outer over partition percent pivot positional
  preceding qualify range recursive rename replace respect right rollup rows select semi sets similar summarize
  tablesample then ties to true try_cast unbounded union unnest unpivot using values when where window with within
  without`;

const TYPES = `array bigint bit blob bool boolean date decimal double enum float hugeint int integer json list map
  numeric real smallint struct text time timestamp timestamptz tinyint ubigint uhugeint uinteger union usmallint
  utinyint uuid varchar`;

/** SQL as DuckDB reads it, for colours and completion; DuckDB itself judges what is run. */
export const DUCKDB = SQLDialect.define({
  // words are told apart by single spaces
  keywords: KEYWORDS.replaceAll(/\s+/g, ' '),
  types: TYPES.replaceAll(/\s+/g, ' '),
  operatorChars: '*+-%<>!=&|^/~@:',
  specialVar: '$',
  identifierQuotes: '"',
  caseInsensitiveIdentifiers: true,
});
