import type { ObjectId, Field } from './objects.ts';

/** A date cell of a workbook: days since 1899-12-30, and how Excel shows them. */
export interface DateCell {
  serial: number;
  format: string;
}
/** A cell before a format writes it. */
export type Cell = string | number | DateCell | null;

/** One column of an export that an object's column is loaded from. */
export interface Column {
  /** name in data/objects */
  name: string;
  field: Field;
  /** header as printed; for headers of two levels `父/子` */
  header: string;
  /** unit of the figures; undefined for columns without */
  unit?: string | undefined;
  /** the header does not print the unit: the source or the title line states it */
  stated?: 'title' | 'source';
}

/** A column that no object names. */
export interface Stranger {
  header: string;
  value(row: number, deleted: boolean): Cell;
}

/** Records of one file, and what its format has to know beside. */
export interface Sheet {
  object: ObjectId;
  records: Cell[][];
  /** records up to and including the header */
  head: number;
  /** width of the header */
  width: number;
}

/** How an export writes the values of a column. */
export interface Writers {
  text(text: string, column: Column): Cell;
  /** @param iso `YYYY-MM-DD` */
  date(iso: string, column: Column): Cell;
  /** @param stamp `YYYY-MM-DD HH:MM:SS` */
  timestamp(stamp: string, column: Column): Cell;
  /** @param text plain decimal in the unit of the column */
  decimal(text: string, column: Column): Cell;
  /** one of the labels of an enum value */
  label(labels: readonly string[], column: Column): Cell;
}

/** How one CRM or ledger exports. */
export interface Dialect {
  name: string;
  title: { zh: string; en: string };
  objects: readonly ObjectId[];
  /** rows of an object that it holds, by a constant column; default all */
  only?: { column: string; value: string };
  /** what its sources say of columns beside headers and units */
  says?: Record<string, object>;
  layout(object: ObjectId): Column[];
  strangers(object: ObjectId): Stranger[];
  fileName(object: ObjectId, variant: string): string;
  writers(object: ObjectId): Writers;
  /** records from the title to the header; `unitless`: nothing in them tells a unit */
  head(object: ObjectId, headers: readonly string[], unitless: boolean): Cell[][];
  /** records behind the rows and their total */
  foot(object: ObjectId, rows: number): Cell[][];
  /** what the first cell of a subtotal and of the total says; undefined for exports without */
  sums?: { part?: string; all: string };
  encode(sheet: Sheet): Buffer;
  /** plain delimited text: a record can have too many cells */
  delimited(object: ObjectId): boolean;
  /** objects that share the file of their parent, one row of which is many of theirs; parent cells stand once */
  nested?: Partial<Record<ObjectId, { child: ObjectId; on: string }>>;
}
