import { z } from 'zod';
import { bilingual, name } from './contract-schema.ts';

/** What a period of a series is; the last part says its days. */
export const PERIOD_KINDS = [
  'day',
  'week_mon_sun',
  'week_sat_fri',
  'week_wed_tue',
  'week_thu_wed',
  'ten_day',
  'month',
  'quarter',
  'year',
] as const;

/** A kind of period. */
export const periodKind = z.enum(PERIOD_KINDS);
/** A kind of period. */
export type PeriodKind = z.infer<typeof periodKind>;

/** A published series. A change of basket or method ends its comparability, never its code: see `breaks`. */
export const series = z.strictObject({
  ...bilingual.shape,
  /** what is measured */
  measure: z.enum([
    'stock',
    'rail_in',
    'ship_out',
    'anchored',
    'price',
    'index',
    'freight',
    'burn',
    'days',
    'output',
    'imports',
    'rate',
    'weather',
  ]),
  /** as published, after conversion by the contract */
  unit: z.string().min(1),
  place: z.string().optional(),
  grade: z.string().optional(),
  /** price basis */
  basis: z.enum(['fob', 'pithead', 'rail_car', 'ex_yard', 'delivered', 'cif', 'market']).optional(),
  tax_included: z.boolean().optional(),
  /** basis of the heat value that the grade states */
  heat_basis: z.enum(['nar', 'gar', 'gad']).optional(),
  period: periodKind.default('day'),
  /** generated, not real */
  sample: z.boolean().default(false),
  /** first and last day of what the publisher issues; a page without it outside of them lacks nothing */
  since: z.iso.date().optional(),
  until: z.iso.date().optional(),
  /** first days on which the basket, base or method is another: no difference is formed across one */
  breaks: z.array(z.strictObject({ on: z.iso.date(), ...bilingual.shape })).default([]),
});

/** A published series. */
export type Series = z.infer<typeof series>;

/** When a publisher issues what, so that an absence can be judged. */
export const calendar = z.strictObject({
  period: z.union([periodKind, z.literal('workday')]),
  /** first period that is expected: its last day; and the last one, of a publisher that has ended */
  since: z.iso.date(),
  until: z.iso.date().optional(),
  /** days after the last day of the period on which it is due, and the time (Asia/Shanghai) */
  due_days: z.int().min(0),
  due_at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  /** hours after which it is late, and after which it is missing */
  late_h: z.int().min(1),
  missing_h: z.int().min(1),
  /** the publisher leaves periods out: one that is absent when a later one is published is skipped, not missing */
  skips: z.boolean().default(false),
});

/** When a publisher issues what. */
export type Calendar = z.infer<typeof calendar>;

/** How far a new value is believed. */
export const sentinel = z
  .strictObject({
    /** a value about 10, 100, 1000 or 10,000 times its recent level, or that part of it: kept aside, or kept and flagged */
    shift: z.enum(['reject', 'flag']).default('reject'),
    /** a change of so many usual changes (robust standard deviations) is flagged; it is always kept */
    outlier: z.number().min(2).default(6),
  })
  .default({ shift: 'reject', outlier: 6 });

/** One published value of a record. */
export const observation = z.strictObject({
  /** series code; `{column}` is replaced by the value of an enum column */
  series: z.string().min(1),
  value: name,
  /** which values of the enum column in the code it is about: heat and power have no tonnes; default all */
  of: z.array(z.string().min(1)).min(1).optional(),
  /** columns of the change and of the change in percent as printed */
  change: name.optional(),
  change_pct: name.optional(),
  /** a file may lack it, and lacks nothing */
  optional: z.boolean().default(false),
});

/** One published value of a record. */
export type Observation = z.infer<typeof observation>;

/** The days that a record is about. */
export const period = z.union([
  /** a last day, and a first one or a number of days (default 1) */
  z.strictObject({ start: name.optional(), end: name, days: z.int().min(1).optional() }),
  /** a column of type `period`; or a date within a period of that kind */
  z.strictObject({ of: name, kind: periodKind.optional() }),
]);
