import { BAITS } from './baits.ts';
import { cellOf, expectedValues } from './cells.ts';
import { draftOf, withFreshKey, type Draft, type Exporting } from './draft.ts';
import { duplicateOf, plantFaults, type Fault } from './faults.ts';
import type { ExpectedRow, FileKey, PlantedBait, PlantedDefect } from './key.ts';
import type { Row } from './objects.ts';
import type { Cell, Sheet } from './table.ts';
import { shifted } from './values.ts';

/** How much is planted: everything, what an installation can live with, or nothing. */
export type Planted = 'all' | 'few' | 'none';

/** How far into a file a place for a bait is looked for. */
const BAIT_WITHIN = 400;
/** Places of each bait in a file. */
const BAIT_ROWS = 2;
const REPRINTS = 2;
const SUBTOTAL_EVERY = 40;
const BLANK_AT = [25, 90];

/** The records of one file, with the key to them: what its source must make of each. */
export interface Rendered {
  sheet: Sheet;
  key: Pick<FileKey, 'records' | 'furniture' | 'rows' | 'reprints' | 'defects' | 'baits'>;
}

/** What is expected of the records of one file for one object, noted as they are written. */
export class FileNotes {
  readonly #at: Exporting;
  readonly #rows: ExpectedRow[] = [];
  readonly #defects: PlantedDefect[] = [];
  readonly #baits: PlantedBait[] = [];
  #reprints = 0;

  constructor(at: Exporting) {
    this.#at = at;
  }

  /** A good record; `bait` says why it may look odd. */
  row(at: number, { row, deleted }: Draft, bait?: string): void {
    const values = expectedValues(row, this.#at.columns, this.#at.dialect.only);
    this.#rows.push({ row: at, values, account_id: row['account_id'] ?? null, deleted });
    if (bait) this.#baits.push({ row: at, kind: bait });
  }

  /** A record that stands in the file before. */
  reprint(at: number): void {
    this.#baits.push({ row: at, kind: 'reprint' });
    this.#reprints++;
  }

  /** A record that must be kept aside. */
  fault(at: number, { columns, code }: Fault): void {
    this.#defects.push({ row: at, columns, code });
  }

  /** The key to a file of so many records; those not noted are no data. */
  key(records: number): Rendered['key'] {
    const [rows, reprints, defects, baits] = [this.#rows, this.#reprints, this.#defects, this.#baits];
    const furniture = records - rows.length - reprints - defects.length;
    return { records, furniture, rows, reprints, defects, baits };
  }
}

/** Headers of an export in the order of its cells. */
export function headersOf({ columns, strangers }: Exporting): string[] {
  return [...columns.map((one) => one.header), ...strangers.map((one) => one.header)];
}

/** The baits that apply, each by the index of the row that takes it. */
function baited(
  at: Exporting,
  rows: readonly Row[],
  planted: Planted,
): Map<number, { kind: string; draft: Draft }> {
  const out = new Map<number, { kind: string; draft: Draft }>();
  BAITS.forEach(({ kind, apply, invents }, b) => {
    if (invents && planted !== 'all') return;
    const last = Math.min(rows.length, BAIT_WITHIN);
    let places = 0;
    for (let i = b * 3 + 1; i < last && places < BAIT_ROWS && out.size < rows.length / 2; i++) {
      if (out.has(i)) continue;
      const draft = apply(at, draftOf(at, rows[i] as Row, i));
      if (!draft) continue;
      out.set(i, { kind, draft });
      places++;
    }
  });
  return out;
}

/** The faults that a file gets. */
export function faultsFor(at: Exporting, rows: readonly Row[], planted: Planted): Fault[] {
  if (planted === 'none' || rows.length === 0) return [];
  const faults = plantFaults(at, rows);
  return planted === 'all' ? faults : faults.filter((fault) => fault.code === 'invalid_date').slice(0, 1);
}

const ADDITIVE = new Set(['元', '吨', '万千瓦时']);

/** A record of sums: figures like those of the rows, under a label where a row has its code. */
function sumCells(at: Exporting, label: string, rows: readonly Row[]): Cell[] {
  const cells = at.columns.map((column, i) => {
    if (i === 0) return label;
    if (column.field.type !== 'decimal' || !ADDITIVE.has(column.field.unit ?? '')) return null;
    const { scale } = column.field;
    const sum = rows.reduce((total, row) => total + BigInt(shifted(row[column.name] ?? '0', scale)), 0n);
    return cellOf(shifted(String(sum), -scale), column, at.writers);
  });
  return [...cells, ...at.strangers.map(() => null)];
}

/** One file: the rows, odd ones among them, with faults, reprints, blank and subtotal records at even distances. */
export function renderRows(at: Exporting, rows: readonly Row[], planted: Planted): Rendered {
  const { dialect, object } = at;
  const headers = headersOf(at);
  const records = [...dialect.head(object, headers, false)];
  const head = records.length;
  const notes = new FileNotes(at);
  const addFault = (fault: Fault) => notes.fault(records.push(fault.draft.cells), fault);
  const baits = baited(at, rows, planted);
  const faults = faultsFor(at, rows, planted);
  const step = Math.max(1, Math.floor(rows.length / (faults.length + 1)));
  const reprints: Draft[] = [];
  rows.forEach((row, i) => {
    const bait = baits.get(i);
    const draft = bait?.draft ?? draftOf(at, row, i);
    notes.row(records.push(draft.cells), draft, bait?.kind);
    if (!bait && reprints.length < REPRINTS) reprints.push(draft);
    if (i % step === step - 1 || rows.length < faults.length) {
      const fault = faults.shift();
      if (fault) addFault(fault);
    }
    if (BLANK_AT.includes(i)) records.push([]);
    if (dialect.sums?.part && i % SUBTOTAL_EVERY === SUBTOTAL_EVERY - 1) {
      const part = rows.slice(i + 1 - SUBTOTAL_EVERY, i + 1);
      records.push(sumCells(at, dialect.sums.part, part));
    }
  });
  for (const fault of faults) addFault(fault);
  for (const draft of reprints) notes.reprint(records.push(draft.cells));
  const duplicate = planted === 'all' && rows[0] && !baits.has(0) ? duplicateOf(at, rows[0]) : null;
  if (duplicate) addFault(duplicate);
  if (dialect.sums) records.push(sumCells(at, dialect.sums.all, rows));
  records.push(...dialect.foot(object, rows.length));
  return { sheet: { object, records, head, width: headers.length }, key: notes.key(records.length) };
}

/** Columns whose figures are not believed without a unit in the header. */
function needingUnit({ columns }: Exporting): string[] {
  return columns.flatMap(({ name, field, stated }) =>
    field.type === 'decimal' && field.evidence && stated !== 'source' ? [name] : [],
  );
}

const UNITLESS_ROWS = 3;

/** A small file of the export without a word of the units; null if none of its columns needs one. */
export function renderUnitless(at: Exporting, rows: readonly Row[]): Rendered | null {
  const columns = needingUnit(at);
  const told = rows.filter((row) => columns.some((name) => row[name] != null)).slice(0, UNITLESS_ROWS);
  if (columns.length === 0 || told.length === 0) return null;
  const headers = headersOf(at).map((header) => header.replace(/[(（][^()（）]*[)）]$/, ''));
  const records = [...at.dialect.head(at.object, headers, true)];
  const head = records.length;
  const notes = new FileNotes(at);
  told.forEach((row, i) => {
    const draft = draftOf(at, withFreshKey(at, row, 900 + i), i);
    const named = columns.filter((name) => row[name] != null);
    notes.fault(records.push(draft.cells), { draft, columns: named, code: 'unit_unknown' });
  });
  return {
    sheet: { object: at.object, records, head, width: headers.length },
    key: notes.key(records.length),
  };
}
