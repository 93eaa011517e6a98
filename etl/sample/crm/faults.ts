import { dayOf, isoOf } from '../calendar.ts';
import {
  accountColumns,
  draftOf,
  identifierOf,
  withCell,
  withFreshKey,
  type Draft,
  type Exporting,
} from './draft.ts';
import { objectOf, type Row } from './objects.ts';
import type { Column } from './table.ts';

/** A record with one thing wrong. */
export interface Fault {
  draft: Draft;
  columns: string[];
  code: string;
}

/** Makes a fault out of a good row; null where the kind does not apply to the object or the row. */
type Planter = (at: Exporting, row: Row, n: number) => Fault | null;

const LATER = -10;

/** A record whose cell in the first column that `fits` holds `text`. */
function writing(code: string, text: string, fits: (column: Column, at: Exporting) => boolean): Planter {
  return (at, row, n) => {
    const column = at.columns.find((one) => fits(one, at));
    if (!column) return null;
    const draft = withCell(at, draftOf(at, withFreshKey(at, row, n), n), column.name, text);
    return { draft, columns: [column.name], code };
  };
}

const isDay = ({ field: { type } }: Column) => type === 'date' || type === 'timestamp';

/** The record with values in place of those of the row. */
function meaning(at: Exporting, row: Row, n: number, code: string, values: Row): Fault {
  return {
    draft: draftOf(at, { ...withFreshKey(at, row, n), ...values }, n),
    columns: Object.keys(values),
    code,
  };
}

const required: Planter = (at, row, n) => {
  const { key } = objectOf(at.object);
  const nested = Object.values(at.dialect.nested ?? {});
  const carried = new Set(nested.map((one) => one?.on));
  // the first cell of a record says whether it is one: blank another, where there is another
  const fitting = at.columns.filter(({ name, field }) => field.required && !carried.has(name));
  const column = fitting.find(({ name }) => name !== at.columns[0]?.name) ?? fitting[0];
  if (!column) return null;
  const fresh = key.length === 1 && key[0] === column.name ? row : withFreshKey(at, row, n);
  return {
    draft: withCell(at, draftOf(at, fresh, n), column.name, null),
    columns: [column.name],
    code: 'required',
  };
};

const outOfRange: Planter = (at, row, n) => {
  const bounded = at.columns.filter(
    ({ field }) => field.type === 'decimal' && (field.max ?? field.min) !== undefined,
  );
  const column =
    bounded.find(({ field }) => field.type === 'decimal' && field.max !== undefined) ?? bounded[0];
  if (!column || column.field.type !== 'decimal') return null;
  const { max } = column.field;
  const value = max === undefined ? '-50000' : max === 1 ? '1.5' : String(max * 10);
  return meaning(at, row, n, 'out_of_range', { [column.name]: value });
};

const unknownAccount: Planter = (at, row, n) => {
  const account = accountColumns(at.object);
  if (!account || !at.columns.some(({ name }) => name === account.name)) return null;
  const coded = objectOf(at.object).columns[account.code]?.required;
  const values = { [account.name]: '未登记用煤单位', [account.code]: coded ? 'K9901' : null };
  return meaning(at, row, n, 'unknown_account', values);
};

const accountConflict: Planter = (at, row, n) => {
  const account = accountColumns(at.object);
  const has = (name: string | undefined) => at.columns.some((column) => column.name === name);
  if (!account || !has(account.name) || !has(account.code)) return null;
  const other = at.accounts.find((one) => one['account_id'] !== row['account_id'] && !one['parent_id']);
  const own = row['account_id'];
  if (!other || !own) return null;
  const values = { [account.code]: own, [account.name]: other['name'] ?? null };
  return meaning(at, row, n, 'account_conflict', values);
};

/** Breaks each rule of the object: two days in the wrong order, a lot that was not weighed, a net above its gross. */
function broken(
  code: string,
  [first = '', second = '']: readonly string[],
  at: Exporting,
  row: Row,
  n: number,
): Fault | null {
  const has = (name: string) => at.columns.some((column) => column.name === name);
  if (code === 'not_weighed') {
    return has('gross_t') ? meaning(at, row, n, code, { gross_t: '0', tare_t: '0', net_t: '0' }) : null;
  }
  if (code === 'net_exceeds_gross') {
    return has('gross_t') && has('tare_t')
      ? meaning(at, row, n, code, { net_t: row['gross_t'] ?? null })
      : null;
  }
  if (code === 'test_row') return has('remark') ? meaning(at, row, n, code, { remark: '调试' }) : null;
  if (!code.endsWith('dates_reversed') || !has(first) || !has(second)) return null;
  const start = withFreshKey(at, row, n)[first];
  if (!start) return null;
  const before = isoOf(dayOf(start.slice(0, 10)) + LATER) + start.slice(10);
  return meaning(at, row, n, code, { [second]: before });
}

const digitsLost: Planter = (at, row, n) => {
  const column = identifierOf(at);
  if (!column || !/(_no|_id)$/.test(column.name) || at.dialect.nested?.[at.object]) return null;
  return {
    draft: withCell(at, draftOf(at, row, n), column.name, '1.63E+06'),
    columns: [column.name],
    code: 'digits_lost',
  };
};

const creditCode: Planter = (at, row, n) => {
  const code = row['uscc'];
  if (!at.columns.some(({ name }) => name === 'uscc') || !code) return null;
  const wrong = code.slice(0, -1) + (code.endsWith('7') ? '8' : '7');
  return meaning(at, row, n, 'uscc_invalid', { uscc: wrong });
};

const malformed: Planter = (at, row, n) => {
  if (!at.dialect.delimited(at.object)) return null;
  const draft = draftOf(at, withFreshKey(at, row, n), n);
  return { draft: { ...draft, cells: [...draft.cells, '', '打印错位'] }, columns: [], code: 'malformed' };
};

/** Another record under the key of the row, with one thing changed; must stand behind it. */
export function duplicateOf(at: Exporting, row: Row): Fault | null {
  const { key } = objectOf(at.object);
  const account = accountColumns(at.object);
  const taken = new Set([...key, account?.name, account?.code]);
  const free = at.columns.filter(({ name }) => !taken.has(name));
  const text = free.find(
    ({ field }) => field.type === 'text' && !field.mask && !field.reference && !field.check,
  );
  const number = free.find(({ name, field }) => field.type === 'decimal' && row[name] != null);
  const column = text ?? number;
  if (!column) return null;
  const old = row[column.name] ?? '';
  const value = column === text ? `${old}(改)` : String(Math.max(1, Math.round(Number(old) / 2)));
  return { draft: draftOf(at, { ...row, [column.name]: value }, 0), columns: key, code: 'duplicate_key' };
}

const PLANTERS: readonly Planter[] = [
  required,
  writing('invalid_date', '2012-02-30', isDay),
  writing('invalid_number', '约4000', ({ field }) => field.type === 'decimal'),
  writing('unknown_value', '其它待定', ({ field }) => field.type === 'enum'),
  writing('unknown_value', '火星', ({ field }) => field.type === 'text' && field.reference !== undefined),
  outOfRange,
  unknownAccount,
  accountConflict,
  digitsLost,
  creditCode,
  malformed,
  writing('year_missing', '6月18日', isDay),
];

/** One fault of every kind that applies to the object in this export. */
export function plantFaults(at: Exporting, rows: readonly Row[]): Fault[] {
  const rules = objectOf(at.object).rules.map(
    ({ code, columns }): Planter =>
      (exporting, row, n) =>
        broken(code, columns, exporting, row, n),
  );
  return [...PLANTERS, ...rules].flatMap((planter, i) => {
    for (let tries = 0; tries < 20; tries++) {
      const row = rows[(i * 17 + tries * 5 + 11) % rows.length] as Row;
      const fault = planter(at, row, i + 1);
      if (fault) return [fault];
    }
    return [];
  });
}
