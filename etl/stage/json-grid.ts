import { CoalfaceError } from '../../data/errors.ts';
import type { Cells } from './raw-table.ts';

/** A value of a JSON document; numbers as they are written, so that none loses a digit. */
export type JsonValue = string | null | JsonValue[] | { [key: string]: JsonValue };

/** More columns are no table: keys that are data, such as days, make one each. */
const MAX_COLUMNS = 2000;
/** Objects within objects; a document made to exhaust the stack nests deeper. */
const MAX_DEPTH = 32;

/**
 * Parse JSON with every number and truth value as its own text.
 * @throws CoalfaceError `bad_json` with the position
 */
export function parseJson(text: string, name: string): JsonValue {
  try {
    return JSON.parse(text, function (_key, value: unknown, context?: { source?: string }) {
      return typeof value === 'number' || typeof value === 'boolean'
        ? (context?.source ?? String(value))
        : value;
    } as (key: string, value: unknown) => unknown) as JsonValue;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    throw new CoalfaceError('bad_json', `the file is no JSON: ${error.message}`, {
      cause: error,
      where: { file: name },
      hint: 'nothing was loaded from it; the answer may have been cut: fetch it again',
    });
  }
}

/**
 * The array that a path leads to: keys and places in arrays (from 0) between points, `response.data`.
 * @param path empty for the whole document
 * @throws CoalfaceError `path_not_found` naming the keys that there are
 */
export function arrayAt(document: JsonValue, path: string, name: string): JsonValue[] {
  let found = document;
  const passed: string[] = [];
  for (const key of path === '' ? [] : path.split('.')) {
    const next = Array.isArray(found)
      ? found[/^\d+$/.test(key) ? Number(key) : -1]
      : isObject(found) && Object.hasOwn(found, key)
        ? found[key]
        : undefined;
    if (next === undefined) throw pathNotFound(`there is no ${[...passed, key].join('.')}`, found, name);
    passed.push(key);
    found = next;
  }
  if (Array.isArray(found)) return found;
  throw pathNotFound(`${path === '' ? 'the document' : path} is no array`, found, name);
}

function pathNotFound(message: string, at: JsonValue, name: string): CoalfaceError {
  const there = isObject(at)
    ? `the keys there: ${Object.keys(at).slice(0, 40).join(', ')}`
    : Array.isArray(at)
      ? `there is an array of ${at.length}`
      : `there is ${at === null ? 'null' : `“${at.slice(0, 80)}”`}`;
  return new CoalfaceError('path_not_found', message, {
    where: { file: name },
    hint: `${there}; correct reader: { kind: json, path: … } in the source file`,
  });
}

/**
 * The records of an array. Objects begin with a record of their keys in order of first appearance, objects and arrays
 * inside them flattened: `a.b`, `a.0`. Arrays are records of cells as they are, with no record of keys.
 * @throws CoalfaceError `bad_json` if objects and others are mixed or nested too deep; `table_too_wide`
 */
export function jsonGrid(array: readonly JsonValue[], name: string): { width: number; records: Cells[] } {
  const keyed = array.some(isObject);
  const columns = new Map<string, number>();
  const records = array.map((one, i): Cells => {
    if (one === null) return [];
    if (keyed && !isObject(one)) {
      throw new CoalfaceError('bad_json', 'some records are objects and this one is none', {
        where: { file: name, row: i + 1 },
        hint: 'nothing was loaded from it; the path may lead to the wrong array',
      });
    }
    if (!keyed) return (Array.isArray(one) ? one : [one]).map(cellOf);
    const cells: Cells = [];
    for (const [key, text] of flattened(one, '', name)) {
      const at = columns.get(key) ?? columns.size;
      columns.set(key, at);
      cells[at] = text;
    }
    return Array.from(cells, (cell) => cell ?? null);
  });
  const width = keyed ? columns.size : Math.max(1, ...records.map((cells) => cells.length));
  if (width > MAX_COLUMNS) {
    throw new CoalfaceError('table_too_wide', `the records have ${width} different keys`, {
      where: { file: name },
      hint: 'the path may lead to the wrong array: correct reader: { kind: json, path: … }',
    });
  }
  return { width, records: keyed ? [[...columns.keys()], ...records] : records };
}

function* flattened(
  value: JsonValue,
  key: string,
  name: string,
  depth = 0,
): Generator<[string, string | null]> {
  if (!Array.isArray(value) && !isObject(value)) {
    yield [key, cellOf(value)];
    return;
  }
  if (depth > MAX_DEPTH) {
    throw new CoalfaceError('bad_json', `objects are nested more than ${MAX_DEPTH} deep`, {
      where: { file: name },
    });
  }
  for (const [inner, one] of Object.entries(value))
    yield* flattened(one, key === '' ? inner : `${key}.${inner}`, name, depth + 1);
}

function cellOf(value: JsonValue): string | null {
  const text = typeof value === 'string' || value === null ? value : JSON.stringify(value);
  return text === '' ? null : text;
}

function isObject(value: JsonValue): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
