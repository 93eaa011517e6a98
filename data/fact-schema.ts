import { z } from 'zod';
import { pattern } from './pattern.ts';

/** A text that stands once for the whole file: in the page, its address, its name, or what its publisher says of it. */
export const fact = z.strictObject({
  /**
   * where it is looked for: the text of the page, its title included (of JSON: all of its text; of a table: its first records),
   * the first 100,000 characters at most, after NFKC with single spaces; the file's address or name; `published` and `received`
   * are the day in Asia/Shanghai on which it was
   */
  in: z.enum(['page', 'url', 'name', 'published', 'received']).default('page'),
  /**
   * CSS selector of the element, and its attribute, that state it; without an attribute its `content`, else its text; of several
   * elements the first in which the pattern is found; default: all text
   */
  selector: z.string().min(1).optional(),
  attribute: z.string().min(1).optional(),
  /** what of the text it is: the first group, or all that matches; default: the whole text */
  pattern: pattern.optional(),
});

/** A text that stands once for a whole file. */
export type Fact = z.infer<typeof fact>;
