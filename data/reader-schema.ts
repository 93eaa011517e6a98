import { z } from 'zod';
import { name } from './contract-schema.ts';
import { pattern } from './pattern.ts';

/**
 * A grid whose values stand under several rows of labels, or in blocks of rows by columns (months by years), as one record a
 * value: the texts of its row, those of its column, and the value in a column `value`; an empty cell is none. The records
 * that are counted and numbered are these. Labels that span columns hold for all of them.
 */
const unpivot = z.strictObject({
  /**
   * names of the rows of labels above the values; each becomes a column. Rows that begin with these names are found by them,
   * else they follow each other as named, top first
   */
  above: z.array(z.string().min(1)).min(1),
  /** names of the columns of labels left of the values; each becomes a column */
  left: z.array(z.string().min(1)).min(1),
  /**
   * 1-based row of the topmost labels; default: the first whose leftmost cell is the first name of `above`, else of `left`. A
   * further row that begins as it does begins another block
   */
  row: z.int().min(1).optional(),
});

const sheet = z.string().optional();
/** CSS selector of the table, or of what it is in; default: the first whose header the columns recognise best */
const selector = z.string().min(1).optional();

/**
 * How bytes become records of text. Every kind but `table` is an assertion: an answer of another format, such as a page
 * that asks for a login in place of JSON, is refused.
 */
export const reader = z.discriminatedUnion('kind', [
  /** delimited text, a workbook, the table of a page or JSON, told by its content: exports carry the wrong ending */
  z.strictObject({ kind: z.literal('table'), sheet }),
  z.strictObject({ kind: z.literal('csv') }),
  z.strictObject({ kind: z.literal('workbook'), sheet, unpivot: unpivot.optional() }),
  z.strictObject({ kind: z.literal('html_table'), selector, unpivot: unpivot.optional() }),
  /** objects of one array, a record each, or arrays of cells; `path` leads to it: `response.data`; default: the whole */
  z.strictObject({ kind: z.literal('json'), path: z.string().default('') }),
  /**
   * sentences of a page or text. Each match of a pattern is a record with the columns `item`, `sentence` and one for each
   * named group: `(?<value>[\d.]+)(?<unit>万吨)`. A group `change` or `pct` is negative where a group `dir` says 下降,
   * 减少, 回落 or 跌. Patterns see a sentence after NFKC, with no blank beside a Chinese character or inside a number
   */
  z.strictObject({
    kind: z.literal('prose'),
    /** CSS selector of the article; default: the whole text; elements of the same text are read once */
    selector,
    patterns: z.array(z.strictObject({ item: z.string().min(1), pattern })).min(1),
  }),
]);

/** How the bytes of a source become records. */
export type Reader = z.infer<typeof reader>;
/** How a grid becomes one record a value. */
export type Unpivot = z.infer<typeof unpivot>;

/** What of several records are the concern of a source. */
export const only = z.union([
  /** a required enum column: rows with another value than those that it names are passed over */
  name,
  /** rows whose text in a column does not match are passed over: titles, notes and totals around a table */
  z.strictObject({ column: name, pattern }),
]);
