import { z } from 'zod';
import { fact } from './fact-schema.ts';
import { pattern, patternOf } from './pattern.ts';

/** An id: lower-case Latin letters, digits and underscores. */
export const name = z.string().regex(/^[a-z][a-z0-9_]*$/);
/** A text in Chinese and in English. */
export const bilingual = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
/** Texts that mean the same, the usual one first. */
export const synonyms = z.array(z.string().min(1)).min(1);
/** A text, or a pattern of texts in `/…/`. */
const textOrPattern = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    const inside = patternOf(text);
    const found = inside === null ? undefined : pattern.safeParse(inside).error;
    for (const issue of found?.issues ?? []) context.addIssue({ code: 'custom', message: issue.message });
  });

/**
 * SQL over the columns of one row. A subquery would be a join in the pass over a file, and DuckDB gives up the order of
 * its records for a join: their numbers would be wrong.
 */
export const expression = z
  .string()
  .min(1)
  .refine((sql) => !/\b(select|exists)\b|\(\s*from\b/i.test(sql), 'must not hold a subquery');

const shared = {
  /** header texts, the usual one first; `/…/` is a pattern of header texts after NFKC with single spaces */
  from: z.array(textOrPattern).default([]),
  /** 1-based place of the column in every file, whatever its header says */
  position: z.int().min(1).optional(),
  /** what the file says once, for all its rows */
  fact: fact.optional(),
  /** those of `from` that the source itself states: where a file has one of them, the others are not looked for */
  own: synonyms.optional(),
  required: z.boolean().default(false),
  /** texts that mean no value in this column, beside those that do in any: `0`, `w`; numbers are compared as numbers */
  missing: synonyms.optional(),
};
const bounds = {
  /** unit of the warehouse column; a unit in the header is converted to it, an unknown one is refused */
  unit: z.string().optional(),
  /** unit of the file's figures where its header prints none */
  printed: z.string().optional(),
  /** without a unit in the header or `printed` the figures are not believed: 元 and 万元, kg and t are never guessed */
  evidence: z.boolean().default(false),
  /** column whose cell states the unit of the figure beside it; a unit that cannot be converted keeps the row aside */
  unit_column: name.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
};
/** order of day and month in texts such as 6/18/2012; without it such a text is no date */
const order = z.enum(['mdy', 'dmy']).optional();
const scale = z.int().min(0).max(6).default(2);
const forms = {
  text: {
    type: z.literal('text'),
    /** table of data/reference whose first column lists the allowed texts */
    reference: z.enum(['province']).optional(),
    /** personal data: only the first three and the last two characters are kept */
    mask: z.boolean().default(false),
    /** an identifier: one that Excel turned into 1.63E+06 has lost digits and is refused */
    code: z.boolean().default(false),
    /** an identifier of so many digits: leading zeros that were lost are put back */
    digits: z.int().min(1).max(30).optional(),
    /** check digit: unified social credit code, or the organisation code before it */
    check: z.enum(['uscc']).optional(),
    ...shared,
  },
  date: { type: z.literal('date'), order, ...shared },
  timestamp: { type: z.literal('timestamp'), order, ...shared },
  /** `2025年11月下旬`, `1960M01`, `2019-Q1`, `2026年8月`, `6月4日-10日` after a year: first and last day */
  period: { type: z.literal('period'), ...shared },
  flag: { type: z.literal('flag'), ...shared },
  decimal: { type: z.literal('decimal'), scale, ...shared, ...bounds },
  range: { type: z.literal('range'), scale, ...shared, ...bounds },
  /**
   * texts by what they mean; `/…/` is a pattern of cleaned texts: names drift, keywords and heat values do not. A plain text
   * counts before patterns; one that matches the patterns of two values is kept aside
   */
  enum: { type: z.literal('enum'), values: z.record(z.string(), z.array(textOrPattern).min(1)), ...shared },
};

/** A column of a contract. */
export const column = z
  .discriminatedUnion('type', [
    z.strictObject(forms.text),
    z.strictObject(forms.date),
    z.strictObject(forms.timestamp),
    z.strictObject(forms.period),
    z.strictObject(forms.flag),
    z.strictObject(forms.decimal),
    z.strictObject(forms.range),
    z.strictObject(forms.enum),
  ])
  .refine(
    (one) => !('unit_column' in one && one.unit_column && !one.unit),
    '`unit_column` needs `unit`, which its units are converted to',
  );

const label = bilingual.shape;

/** A column of a catalogue object: a column of a contract with its name in Chinese and its meaning in English. */
export const labelledColumn = z.discriminatedUnion('type', [
  z.strictObject({ ...forms.text, ...label }),
  z.strictObject({ ...forms.date, ...label }),
  z.strictObject({ ...forms.timestamp, ...label }),
  z.strictObject({ ...forms.decimal, ...label }),
  z.strictObject({ ...forms.enum, ...label }),
]);

/** A condition that the rows of a contract must meet. */
export const rule = z.strictObject({
  code: name,
  /** columns whose cells are at fault */
  columns: z.array(name).min(1),
  /** SQL condition over the typed columns that a good row meets; a NULL counts as met */
  expect: expression,
  message: bilingual,
});

/** One declared column of a source. */
export type SourceColumn = z.infer<typeof column>;
/** One declared row rule of a source. */
export type SourceRule = z.infer<typeof rule>;
