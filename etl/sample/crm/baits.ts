import { accountColumns, withCell, type Draft, type Exporting } from './draft.ts';
import { inUnit } from './cells.ts';
import { objectOf } from './objects.ts';
import type { Column } from './table.ts';

/** A way of writing a good record that looks odd; null where it does not apply to the record. */
export interface Bait {
  kind: string;
  /** the record then means something that is not the sample company's truth */
  invents?: true;
  apply(at: Exporting, draft: Draft): Draft | null;
}

const wide = (text: string) =>
  text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

/** Columns that may be empty without changing what the record is. */
function optional(at: Exporting): Column[] {
  const { key, rules } = objectOf(at.object);
  const account = accountColumns(at.object);
  // without its short name a customer could not be told by it in other files
  const bound = new Set([
    'short_name',
    ...key,
    ...rules.flatMap((rule) => rule.columns),
    account?.name,
    account?.code,
  ]);
  return at.columns.filter(({ name, field }) => !field.required && !bound.has(name));
}

function decimals(at: Exporting, draft: Draft): Column[] {
  return at.columns.filter(({ name, field }) => field.type === 'decimal' && draft.row[name] != null);
}

function customer(at: Exporting, draft: Draft) {
  const columns = accountColumns(at.object);
  const account = at.accounts.find((one) => one['account_id'] === draft.row['account_id']);
  const has = (name: string) => at.columns.some((column) => column.name === name);
  if (!columns || !account || !has(columns.name)) return null;
  return { columns, coded: has(columns.code), name: account['name'] as string, account };
}

/** The record naming its customer as `name`, with the code or without. */
function renamed(at: Exporting, draft: Draft, name: string, code: string | null): Draft | null {
  const found = customer(at, draft);
  if (!found || objectOf(at.object).key.includes(found.columns.name)) return null;
  if (objectOf(at.object).columns[found.columns.code]?.required && code === null) return null;
  const named = withCell(at, draft, found.columns.name, name, name);
  return found.coded ? withCell(at, named, found.columns.code, code, code) : named;
}

/** What must not be kept aside. */
export const BAITS: readonly Bait[] = [
  {
    kind: 'full_width_digits',
    apply: (at, draft) => {
      const column = decimals(at, draft)[0];
      if (!column) return null;
      const text = inUnit(draft.row[column.name] as string, column);
      return withCell(at, draft, column.name, wide(text));
    },
  },
  {
    kind: 'no_break_space',
    apply: (at, draft) => {
      const column = at.columns.find(({ name, field }) => field.type === 'text' && draft.row[name] != null);
      return column ? withCell(at, draft, column.name, `\u00a0${draft.row[column.name]}\u3000`) : null;
    },
  },
  {
    kind: 'dash_for_nothing',
    apply: (at, draft) => {
      const column = optional(at)[0];
      return column ? withCell(at, draft, column.name, '—', null) : null;
    },
  },
  {
    kind: 'word_for_nothing',
    apply: (at, draft) => {
      const column = optional(at).at(-1);
      return column ? withCell(at, draft, column.name, '暂无', null) : null;
    },
  },
  {
    kind: 'ten_thousands',
    invents: true,
    apply: (at, draft) => {
      const plain = ({ field, unit }: Column) =>
        field.type === 'decimal' && field.unit === '元' && unit === '元';
      const column = decimals(at, draft).find(plain);
      if (!column) return null;
      // about what the row says: an amount must fit its quantity and price
      const hundreds = Math.max(1, Math.round(Number(draft.row[column.name]) / 100));
      return withCell(at, draft, column.name, `${hundreds / 100}万`, `${hundreds * 100}.00`);
    },
  },
  {
    kind: 'bracketed_negative',
    invents: true,
    apply: (at, draft) => {
      const free = ({ field }: Column) =>
        field.type === 'decimal' && field.min === undefined && field.unit === '元';
      const column = decimals(at, draft).find(free);
      if (!column) return null;
      const value = (draft.row[column.name] as string).replace(/^-/, '');
      return withCell(at, draft, column.name, `(${inUnit(value, column)})`, `-${value}`);
    },
  },
  {
    kind: 'full_brackets_in_name',
    apply: (at, draft) => {
      const short = customer(at, draft)?.account['short_name'];
      const isJoint = customer(at, draft)?.name.endsWith('股份有限公司');
      return short && isJoint ? renamed(at, draft, `${short}（股份）有限公司`, null) : null;
    },
  },
  {
    kind: 'half_brackets_in_name',
    apply: (at, draft) => {
      const found = customer(at, draft);
      const short = found?.account['short_name'];
      if (!short || !found.name.endsWith('股份有限公司')) return null;
      return renamed(at, draft, `${short}(股份)有限公司`, draft.row['account_id'] as string);
    },
  },
  {
    kind: 'short_name',
    apply: (at, draft) => {
      const short = customer(at, draft)?.account['short_name'];
      return short ? renamed(at, draft, short, null) : null;
    },
  },
  {
    kind: 'other_legal_form',
    apply: (at, draft) => {
      const found = customer(at, draft);
      if (!found?.coded || !found.name.endsWith('有限责任公司')) return null;
      const name = found.name.replace('有限责任公司', '有限公司');
      return renamed(at, draft, name, draft.row['account_id'] as string);
    },
  },
  {
    kind: 'marked_deleted',
    apply: (at, draft) => {
      const marks = at.strangers.some(
        (one) => typeof one.value(0, true) === 'string' && one.value(0, true) !== one.value(0, false),
      );
      if (!marks || (at.object === 'account' && at.referenced.has(draft.row['account_id'] as string)))
        return null;
      const marked = at.strangers.map((one) => one.value(0, true));
      return { ...draft, deleted: true, cells: [...draft.cells.slice(0, at.columns.length), ...marked] };
    },
  },
  {
    kind: 'lost_zeros',
    apply: (at, draft) => {
      const number = draft.row['vehicle'];
      if (!at.dialect.says?.['vehicle'] || !number?.startsWith('0')) return null;
      return withCell(at, draft, 'vehicle', number.replace(/^0+/, ''));
    },
  },
  {
    kind: 'without_owner',
    apply: (at, draft) => {
      const column = optional(at).find(({ name }) => name === 'owner');
      return column ? withCell(at, draft, 'owner', null, null) : null;
    },
  },
];
