import type { ObjectId, Row } from './objects.ts';

/** A row that the warehouse must hold after the file is loaded. */
export interface ExpectedRow {
  /** 1-based record number in the file: titles, headers and blank records count */
  row: number;
  /** canonical text of every column that the export has; the others are empty */
  values: Row;
  /** the customer that it means; null if it names none */
  account_id: string | null;
  /** the export marks the record as deleted */
  deleted: boolean;
}

/** A row that must be kept aside. */
export interface PlantedDefect {
  row: number;
  /** columns at fault */
  columns: string[];
  code: string;
}

/** A record that must not be kept aside although it looks odd. */
export interface PlantedBait {
  row: number;
  kind: string;
}

/** What one file holds for one object: records = furniture + rows + reprints + defects. */
export interface FileKey {
  source: string;
  object: ObjectId;
  /** below the inbox */
  folder: string;
  file: string;
  records: number;
  /** titles, headers, subtotals, footers and blank records */
  furniture: number;
  rows: ExpectedRow[];
  /** identical records printed again */
  reprints: number;
  defects: PlantedDefect[];
  baits: PlantedBait[];
}

/** What the files of one dialect hold. */
export interface CrmKey {
  dialect: string;
  files: FileKey[];
}
