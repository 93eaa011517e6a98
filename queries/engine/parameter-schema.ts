import { z } from 'zod';

const name = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const label = { label: name };
const between = <
  T extends { min?: number | undefined; max?: number | undefined; default?: number | undefined },
>(
  p: T,
) => p.default === undefined || (p.default >= (p.min ?? -Infinity) && p.default <= (p.max ?? Infinity));
const OUTSIDE = 'the default is outside min and max';

/** Grains of time. */
export const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;

/** What a parameter may name: customers, provinces, industries, grades, ports; the query `choices` lists them. */
export const VOCABULARIES = ['account', 'region', 'industry', 'grade', 'port'] as const;
export type Vocabulary = (typeof VOCABULARIES)[number];

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
    /** what the values are called; one without is shown as it is */
    labels: z.record(z.string(), name).default({}),
    default: z.string().optional(),
    ...label,
  })
  .refine(
    (p) => p.default === undefined || p.values.includes(p.default),
    'the default is not one of the values',
  )
  .refine((p) => Object.keys(p.labels).every((value) => p.values.includes(value)), 'a label of no value');
/** A grain of time; the SQL gets one of `PERIODS`, as `date_trunc` takes it. */
const period = z.strictObject({
  type: z.literal('period'),
  default: z.enum(PERIODS).default('month'),
  ...label,
});
const NONE = z.literal('').default('');
/** One thing that the warehouse knows, by its code; the SQL gets NULL if none is given. */
const one = z.strictObject({ type: z.enum(VOCABULARIES), default: NONE, ...label });
/** Several of them; the SQL gets a list, which is empty if none is given: then all count. */
const several = z.strictObject({
  type: z.literal('list'),
  of: z.enum(VOCABULARIES),
  most: z.int().min(2).max(200).default(50),
  default: NONE,
  ...label,
});
const text = z.strictObject({
  type: z.literal('text'),
  default: z.string().optional(),
  /** longest text accepted, in characters */
  max: z.int().positive().max(1000).default(100),
  ...label,
});

/** What a query header says of one parameter. One without a default must be given. */
export const parameterSchema = z.discriminatedUnion('type', [
  date,
  number,
  integer,
  choice,
  period,
  one,
  several,
  text,
]);
export type Parameter = z.infer<typeof parameterSchema>;

/** What a parameter names, if it is one that names things of the warehouse. */
export function vocabularyOf(parameter: Parameter): Vocabulary | null {
  if (parameter.type === 'list') return parameter.of;
  return VOCABULARIES.find((one) => one === parameter.type) ?? null;
}
