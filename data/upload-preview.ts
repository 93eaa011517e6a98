import { z } from 'zod';

const bilingual = z.strictObject({ zh: z.string(), en: z.string() });
const fault = z.strictObject({ code: z.string(), message: z.string(), hint: z.string().nullable() });

/** A source of the inbox that a file may belong to, by its header. */
const fit = z.strictObject({
  source: z.string(),
  title: bilingual,
  object: z.string(),
  /** columns of the contract that the header has */
  matched: z.int(),
  /** header texts that must be there and are not */
  missing: z.array(z.string()),
});

export const uploadPreview = z.strictObject({
  name: z.string(),
  bytes: z.int(),
  /** `text`, `xlsx`, `xls`, `spreadsheetml`, `html`, `json` or `prose`; null if nothing could be read */
  kind: z.string().nullable(),
  encoding: z.string().nullable(),
  sheet: z.string().nullable(),
  /** 1-based record of the header */
  header_row: z.int().nullable(),
  /** what a row is taken for, 0–100, and how sure that is */
  object: z
    .strictObject({
      id: z.string(),
      title: bilingual,
      score: z.number(),
      sure: z.enum(['high', 'medium', 'low']),
    })
    .nullable(),
  /** why it was taken for nothing */
  unclear: fault.nullable(),
  /** the likest first */
  fits: z.array(fit),
  /** the source that was asked for, else the likest */
  source: z.strictObject({ id: z.string(), title: bilingual }).nullable(),
  /** every source of the inbox, for those who know better */
  sources: z.array(z.strictObject({ id: z.string(), title: bilingual })),
  /** titled columns of the file, and the field of the source that each is; null: kept beside the row */
  columns: z.array(
    z.strictObject({
      title: z.string(),
      field: z.string().nullable(),
      type: z.string().nullable(),
      /** unit of the warehouse, and the one that the header prints */
      unit: z.string().nullable(),
      printed: z.string().nullable(),
    }),
  ),
  /** what would become of the records with the source */
  rehearsal: z
    .strictObject({
      records: z.int(),
      accepted: z.int(),
      rejected: z.int(),
      reprints: z.int(),
      furniture: z.int(),
      complaints: z.array(
        z.strictObject({
          code: z.string(),
          zh: z.string(),
          en: z.string(),
          rows: z.int(),
          examples: z.array(z.strictObject({ row: z.int(), cell: z.string().nullable() })),
        }),
      ),
      sample: z.array(z.record(z.string(), z.string().nullable())),
      /** names of customers were looked up */
      resolved: z.boolean(),
    })
    .nullable(),
  /** why the source cannot load it */
  blocked: fault.nullable(),
  /** these bytes were received before: when, and by which name */
  known: z.strictObject({ name: z.string(), received_at: z.string() }).nullable(),
});

/** What a file is and what would become of it, before anything of it is loaded. */
export type UploadPreview = z.infer<typeof uploadPreview>;

export const inboxAddition = z.strictObject({
  source: z.string(),
  /** `added`; `known`: these bytes were loaded before; `waiting`: they wait in the inbox; the inbox is as it was */
  outcome: z.enum(['added', 'known', 'waiting']),
  /** the name in the inbox, or that the bytes have there or had when they came */
  name: z.string(),
  /** the name differs from the one that was given */
  renamed: z.boolean(),
});

/** What became of a file that was to go into the inbox. */
export type InboxAddition = z.infer<typeof inboxAddition>;
