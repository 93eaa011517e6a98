import { workbookBytes } from '../formats/workbook.ts';
import { english, layoutOf, type LayoutStyle } from '../layout.ts';
import { objectOf, type ObjectId } from '../objects.ts';
import type { Cell, Dialect, Stranger } from '../table.ts';
import { PLAIN, englishLabel, serialOf } from '../writers.ts';
import { CRM_OBJECTS } from './objects.ts';

/** Workbooks made on a Macintosh count their days from 1904. */
const FROM_1904 = new Set<ObjectId>(['contract', 'activity', 'target']);
/** Objects of which the technical id is the code that other exports name them by. */
const HAVE_OWN = new Set<ObjectId>(['contact', 'account']);
/** Hidden columns before those that the user sees. */
const HIDDEN = 3;

const STYLE: LayoutStyle = {
  name: 'dynamics',
  headers: {
    account: { account_id: '(Do Not Modify) Account' },
    contact: {
      contact_id: '(Do Not Modify) Contact',
      account_name: 'Company Name (Account) (Account)',
      name: ' Full Name',
    },
    activity: { account_name: 'Regarding (Account) (Account)' },
    opportunity: {
      amount_cny: 'Est. Revenue',
      closes_on: 'Est. Close Date',
      account_name: 'Potential Customer',
    },
    opportunity_stage: { stage: 'To Stage', entered_at: 'Last Modified', changed_by: 'Last Modified By' },
    collection_plan: { due_cny: 'Amount Due', due_on: 'Due Date' },
    crm_user: { department: 'Business Unit', role: 'Security Role' },
  },
  pick: english,
  print: (header, unit) => `${header}${unit ? ` (${unit === '吨' ? 't' : unit})` : ''}`,
  shuffled: true,
};

function technical(object: ObjectId): Stranger[] {
  const stranger = (header: string, value: Stranger['value']) => ({
    header: `(Do Not Modify) ${header}`,
    value,
  });
  const hash = (row: number, base: number) => (((row + 1) * 2654435761) >>> 0).toString(base);
  const id = stranger(
    objectOf(object).title.en,
    (row) => `${hash(row, 16).padStart(8, '0')}-7d18-e111-9b4c-00155d0a1c2f`,
  );
  return [
    ...(HAVE_OWN.has(object) ? [] : [id]),
    stranger('Row Checksum', (row) => `${hash(row, 36)}==`),
    stranger('Modified On', () => serialOf('2012-06-18 09:30:00')),
  ];
}

function numberOrText(text: string): Cell {
  const value = Number(text);
  return String(value) === text ? value : text;
}

/** Moves the technical columns from the end to the front, where they are hidden. */
function hiddenFirst(cells: readonly Cell[], width: number, object: ObjectId): Cell[] {
  if (cells.length < width) return [...cells];
  const [own, moved] = HAVE_OWN.has(object) ? [1, 2] : [0, 3];
  return [...cells.slice(0, own), ...cells.slice(width - moved, width), ...cells.slice(own, width - moved)];
}

/**
 * Dynamics 365: three hidden `(Do Not Modify)` columns, English headers with leading spaces and lookup suffixes, real
 * date cells, some counted from 1904, and the sheet `hiddenSheet`.
 */
export const dynamics: Dialect = {
  name: 'dynamics',
  title: { zh: 'Dynamics 365', en: 'Dynamics 365' },
  objects: CRM_OBJECTS,
  delimited: () => false,
  layout: (object) => layoutOf(object, STYLE),
  strangers: technical,
  fileName: (object, variant) => `Active ${objectOf(object).title.en}${variant} 6-18-2012 9-30-00 AM.xlsx`,
  writers: () => ({
    ...PLAIN,
    date: serialOf,
    timestamp: serialOf,
    decimal: numberOrText,
    label: englishLabel,
  }),
  head: (_object, headers) => [headers.map((header, i) => (i % 4 === 3 ? ` ${header}` : header))],
  foot: () => [],
  encode: ({ object, records, width }) =>
    workbookBytes(
      [
        {
          name: objectOf(object).title.en.slice(0, 30),
          records: records.map((cells) => hiddenFirst(cells, width, object)),
          hiddenColumns: HIDDEN,
        },
        { name: 'hiddenSheet', records: [[`${object}:nBT3hA9sPz0=:view`]], hidden: true },
      ],
      { kind: 'xlsx', date1904: FROM_1904.has(object) },
    ),
};
