import { z } from 'zod';

const label = { label: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }) };
const between = <
  T extends { min?: number | undefined; max?: number | undefined; default?: number | undefined },
>(
  p: T,
) => p.default === undefined || (p.default >= (p.min ?? -Infinity) && p.default <= (p.max ?? Infinity));
const OUTSIDE = 'the default is outside min and max';

/** A date as parameters write it: absolute, the data date, or so many days, weeks, months or years before it. */
export const DATE_EXPRESSION = /^(?:\d{4}-\d{2}-\d{2}|as_of|-\d{1,5}(?:d|w|mo|y))$/;

const date = z.strictObject({
  type: z.literal('date'),
  default: z.string().regex(DATE_EXPRESSION, 'YYYY-MM-DD, as_of, -30d, -12w, -24mo or -1y').optional(),
  ...label,
});
const number = z
  .strictObject({
    type: z.literal('number'),
    default: z.number().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    ...label,
  })
  .refine(between, OUTSIDE);
const integer = z
  .strictObject({
    type: z.literal('integer'),
    default: z.int32().optional(),
    min: z.int32().optional(),
    max: z.int32().optional(),
    ...label,
  })
  .refine(between, OUTSIDE);
const choice = z
  .strictObject({
    type: z.literal('enum'),
    values: z.array(z.string().min(1)).min(1),
    default: z.string().optional(),
    ...label,
  })
  .refine(
    (p) => p.default === undefined || p.values.includes(p.default),
    'the default is not one of the values',
  );
const text = z.strictObject({
  type: z.literal('text'),
  default: z.string().optional(),
  /** longest text accepted, in characters */
  max: z.int().positive().max(1000).default(100),
  ...label,
});

/** What a query header says of one parameter. One without a default must be given. */
export const parameterSchema = z.discriminatedUnion('type', [date, number, integer, choice, text]);
export type Parameter = z.infer<typeof parameterSchema>;
