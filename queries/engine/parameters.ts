import {
  DuckDBDateValue,
  DOUBLE,
  INTEGER,
  DATE,
  VARCHAR,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { CoalfaceError } from '../../data/errors.ts';
import type { Cell } from './convert.ts';
import { DATE_EXPRESSION, type Parameter } from './parameter-schema.ts';
import type { QueryFile } from './query-file.ts';

/** Parameters as they arrive from an address, a form or a command line. */
export type RawParameters = Readonly<Record<string, string | number | undefined>>;

/** Parameters after resolution: dates absolute (`YYYY-MM-DD`), numbers typed, defaults filled in. */
export type ResolvedParameters = Readonly<Record<string, string | number>>;

/**
 * Check and complete a query's parameters. An absent or empty value takes the default of the header.
 * @param asOf the snapshot's data date, from which relative dates count; never the clock
 * @returns a value for every parameter of the header, in the header's order
 * @throws CoalfaceError `unknown_parameter` for a name the query does not have, `bad_parameter` naming the parameter
 *   and what it accepts, `no_data_date` for a relative date while the snapshot has none
 */
export function resolveParameters(
  query: Pick<QueryFile, 'id' | 'params'>,
  raw: RawParameters,
  asOf: string | null,
): ResolvedParameters {
  const names = Object.keys(query.params);
  const unknown = Object.keys(raw).filter((name) => !Object.hasOwn(query.params, name));
  if (unknown.length) {
    throw new CoalfaceError('unknown_parameter', `${query.id} has no parameter ${unknown.join(', ')}`, {
      where: { query: query.id },
      hint: names.length ? `它接受 / it accepts: ${names.join(', ')}` : '它没有参数 / it takes none',
    });
  }
  return Object.fromEntries(
    Object.entries(query.params).map(([name, parameter]) => {
      const given = raw[name] === undefined || raw[name] === '' ? parameter.default : raw[name];
      if (given === undefined) throw refusal(query.id, name, parameter, 'it must be given');
      return [name, resolveOne(query.id, name, parameter, given, asOf)];
    }),
  );
}

function resolveOne(
  query: string,
  name: string,
  parameter: Parameter,
  given: string | number,
  asOf: string | null,
): string | number {
  const refuse = () =>
    refusal(query, name, parameter, `${JSON.stringify(given).slice(0, 60)} is not accepted`);
  switch (parameter.type) {
    case 'date': {
      const day = resolveDate(String(given).trim(), asOf);
      if (day === null) throw refuse();
      return day;
    }
    case 'number':
    case 'integer': {
      const value = typeof given === 'number' ? given : decimal(given);
      const { min = -Infinity, max = Infinity } = parameter;
      if (!Number.isFinite(value) || value < min || value > max) throw refuse();
      if (parameter.type === 'integer' && !Number.isInteger(value)) throw refuse();
      return value;
    }
    case 'enum':
      if (!parameter.values.includes(String(given))) throw refuse();
      return String(given);
    case 'text':
      if (String(given).length > parameter.max) throw refuse();
      return String(given);
  }
}

function decimal(given: string): number {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(given) ? Number(given) : NaN;
}

function refusal(query: string, name: string, parameter: Parameter, reason: string): CoalfaceError {
  return new CoalfaceError('bad_parameter', `parameter ${name} of ${query}: ${reason}`, {
    where: { query },
    hint: `${parameter.label.zh} / ${parameter.label.en}: ${accepted(parameter)}`,
  });
}

/** What a parameter accepts, for people. */
function accepted(parameter: Parameter): string {
  switch (parameter.type) {
    case 'date':
      return '日期 / a date: YYYY-MM-DD, as_of, -30d, -12w, -24mo, -1y';
    case 'enum':
      return parameter.values.join(' | ');
    case 'text':
      return `至多 ${parameter.max} 字 / at most ${parameter.max} characters`;
    default: {
      const { type, min, max } = parameter;
      const range = [min !== undefined && `≥ ${min}`, max !== undefined && `≤ ${max}`]
        .filter(Boolean)
        .join(', ');
      return `${type === 'integer' ? '整数 / a whole number' : '数字 / a number'} ${range}`.trim();
    }
  }
}

/**
 * The day a date expression means.
 * @param expression `YYYY-MM-DD`, `as_of`, or `-Nd`, `-Nw`, `-Nmo`, `-Ny` before it; a day that a shorter month lacks
 *   becomes that month's last
 * @returns `YYYY-MM-DD`, or null if it is no such expression or no real day of the years 1900 to 2199
 * @throws CoalfaceError `no_data_date`
 */
export function resolveDate(expression: string, asOf: string | null): string | null {
  if (!DATE_EXPRESSION.test(expression)) return null;
  if (/^\d/.test(expression)) return realDay(expression);
  if (asOf === null) {
    throw new CoalfaceError('no_data_date', `the snapshot has no data date for ${expression} to count from`, {
      hint: '请给出具体日期 / give an absolute date, or load a daily source first',
    });
  }
  if (expression === 'as_of') return asOf;
  const [, amount = '0', unit] = /^-(\d+)(d|w|mo|y)$/.exec(expression) ?? [];
  const back = Number(amount);
  if (unit === 'd' || unit === 'w') {
    const day = new Date(Date.parse(asOf) - back * (unit === 'w' ? 7 : 1) * 86_400_000);
    return realDay(day.toISOString().slice(0, 10));
  }
  return realDay(monthsBefore(asOf, unit === 'y' ? back * 12 : back));
}

function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

function realDay(text: string): string | null {
  const day = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) return null;
  return text >= '1900-01-01' && text < '2200-01-01' ? text : null;
}

/**
 * Values as DuckDB binds them to a prepared statement.
 * @param types of the parameters, as query headers name them
 * @param given a value for each of them; dates as `YYYY-MM-DD`
 */
export function bindings(
  types: Readonly<Record<string, Parameter['type']>>,
  given: Readonly<Record<string, Cell>>,
): { values: Record<string, DuckDBValue>; types: Record<string, DuckDBType> } {
  const values: Record<string, DuckDBValue> = {};
  const bound: Record<string, DuckDBType> = {};
  for (const [name, type] of Object.entries(types)) {
    const value = given[name] ?? null;
    values[name] = type === 'date' ? new DuckDBDateValue(Date.parse(String(value)) / 86_400_000) : value;
    bound[name] = { date: DATE, number: DOUBLE, integer: INTEGER, enum: VARCHAR, text: VARCHAR }[type];
  }
  return { values, types: bound };
}

/** The types of a query's parameters, by name. */
export function parameterTypes(query: Pick<QueryFile, 'params'>): Record<string, Parameter['type']> {
  return Object.fromEntries(Object.entries(query.params).map(([name, { type }]) => [name, type]));
}
