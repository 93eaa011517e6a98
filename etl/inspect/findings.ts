import type { SourceColumn } from '../../data/contract-schema.ts';
import { conversionFactor } from '../stage/units.ts';
import { likest, type Mapped, type ObjectGuess } from './mapping.ts';
import { folded } from './likeness.ts';
import type { Profile } from './profile.ts';

/** The unit of a column's figures and where it was read; `none` – nothing states it. */
export interface UnitReading {
  field: string;
  unit: string | undefined;
  where: 'header' | 'above' | 'none';
  /** unit of the warehouse's column */
  wanted: string;
  /** the contract does not believe the figures until their unit is stated */
  needed: boolean;
  /** the printed unit measures another thing, so that the contract will refuse the file */
  foreign: boolean;
}

/** Figures whose size speaks against their unit, or that have none: what they would be either way. */
export interface SizeDoubt {
  field: string;
  index: number;
  median: number;
  /** the figures are not believed until their unit is stated */
  needed: boolean;
  /** the unit that is printed, and each that figures of this kind come in, with the median in the warehouse's unit */
  printed: string | undefined;
  readings: { unit: string; median: number; usual: boolean }[];
  wanted: string;
}

/** In which order a column writes month and day, and the proof: figures above twelve. */
export interface DateOrder {
  field: string;
  index: number;
  order: 'mdy' | 'dmy' | 'unclear' | 'mixed';
  /** its own figures do not tell, but another column of the file does */
  borrowed: boolean;
  /** texts such as 6/18/2012, and those whose first or second figure exceeds twelve */
  texts: number;
  firstOver12: number;
  secondOver12: number;
}

/** A required list that no column holds: one value for the whole file must be chosen. */
export interface Choice {
  field: string;
  values: { value: string; words: string[] }[];
  /** a value one of whose words the file's name, title or headers contain */
  hinted: string | undefined;
}

/** Sizes of ordinary figures, in the warehouse's unit, and the units that exports confuse. */
const SIZES: Record<string, { least: number; most: number; units: string[] }> = {
  元: { least: 1000, most: 1e9, units: ['元', '万元'] },
  吨: { least: 1, most: 1e7, units: ['吨', '万吨', 'kg'] },
  比例: { least: 0, most: 1, units: ['比例', '%'] },
};
/** A lorry or a wagon, where a tare is weighed too. */
const WEIGHED = { least: 1, most: 1000, units: ['吨', 'kg'] };

function decimals(guess: ObjectGuess): { one: Mapped; column: SourceColumn & { unit: string } }[] {
  const columns = guess.columns;
  return guess.mapped.flatMap((one) => {
    const column = columns[one.field];
    return column?.type === 'decimal' && column.unit !== undefined
      ? [{ one, column: { ...column, unit: column.unit } }]
      : [];
  });
}

/** Where the unit of every figure with one was read. */
export function unitReadings(guess: ObjectGuess): UnitReading[] {
  return decimals(guess).map(({ one, column }) => {
    const wanted = column.unit;
    const above = guess.header.titleUnit?.units.find((unit) => conversionFactor(unit, wanted) !== null);
    const unit = one.unit ?? above;
    return {
      field: one.field,
      unit,
      where: one.unit ? 'header' : above ? 'above' : 'none',
      wanted,
      needed: column.type === 'decimal' && column.evidence,
      foreign: unit !== undefined && unit !== wanted && conversionFactor(unit, wanted) === null,
    };
  });
}

/** Money, weights and shares whose usual figure is out of the ordinary in the unit that is printed, or that have none. */
export function sizeDoubts(guess: ObjectGuess, profiles: Profile[]): SizeDoubt[] {
  const units = new Map(unitReadings(guess).map((reading) => [reading.field, reading]));
  const weighed = guess.mapped.some((one) => one.field.startsWith('tare'));
  return decimals(guess).flatMap(({ one, column }): SizeDoubt[] => {
    const [median, printed] = [profiles[one.index]?.median, units.get(one.field)?.unit];
    const size = weighed && /^(gross|tare|net)_t$/.test(one.field) ? WEIGHED : SIZES[column.unit];
    if (!size || median === null || median === undefined || median === 0) return [];
    const usual = (value: number) => Math.abs(value) >= size.least && Math.abs(value) <= size.most;
    const within = usual(median * Number(conversionFactor(printed ?? column.unit, column.unit) ?? 1));
    const needed = (units.get(one.field)?.needed ?? false) && printed === undefined;
    if (!needed && within) return [];
    const readings = [...new Set([...(printed ? [printed] : []), ...size.units])].flatMap((unit) => {
      const factor = conversionFactor(unit, column.unit);
      if (factor === null) return [];
      const value = median * Number(factor);
      return [{ unit, median: value, usual: usual(value) }];
    });
    return [{ field: one.field, index: one.index, median, needed, printed, readings, wanted: column.unit }];
  });
}

/**
 * The order of month and day of every date column that has texts in which it matters. A program writes all dates of a file
 * alike: what one column proves holds for those that prove nothing.
 */
export function dateOrders(guess: ObjectGuess, profiles: Profile[]): DateOrder[] {
  const columns = guess.columns;
  const proven = new Set(profiles.map(orderOf).filter((order) => order !== 'unclear'));
  const [common] = proven.size === 1 ? proven : [];
  return guess.mapped.flatMap(({ field, index }): DateOrder[] => {
    const [type, profile] = [columns[field]?.type, profiles[index]];
    if ((type !== 'date' && type !== 'timestamp') || !profile || profile.yearLast === 0) return [];
    const { yearLast: texts, firstOver12, secondOver12 } = profile;
    const own = orderOf(profile);
    const borrowed = own === 'unclear' && common !== undefined;
    return [{ field, index, order: borrowed ? common : own, borrowed, texts, firstOver12, secondOver12 }];
  });
}

function orderOf({ firstOver12, secondOver12 }: Profile): DateOrder['order'] {
  if (firstOver12) return secondOver12 ? 'mixed' : 'dmy';
  return secondOver12 ? 'mdy' : 'unclear';
}

/** Required lists of which the file has no column. */
export function choices(guess: ObjectGuess, called: string): Choice[] {
  const mapped = new Set(guess.mapped.map((one) => one.field));
  const text = `${called} ${guess.header.titles.join(' ')}`.toLowerCase();
  return Object.entries(guess.columns).flatMap(([field, column]): Choice[] => {
    if (column.type !== 'enum' || !column.required || mapped.has(field)) return [];
    const values = Object.entries(column.values).map(([value, words]) => ({ value, words }));
    const hinted = values.filter(({ words }) => words.some((word) => text.includes(word.toLowerCase())));
    return [{ field, values, hinted: hinted.length === 1 ? hinted[0]?.value : undefined }];
  });
}

/** Required columns that nothing in the file is, lists aside. */
export function missingFields(guess: ObjectGuess): string[] {
  const mapped = new Set(guess.mapped.map((one) => one.field));
  return Object.entries(guess.columns).flatMap(([field, column]) =>
    column.required && column.type !== 'enum' && !mapped.has(field) ? [field] : [],
  );
}

/** Share of blank cells, and how many at least, from which a key is left blank on purpose. */
const CONTINUED = 0.1;
const CONTINUED_ROWS = 3;

/** Key columns that many rows leave blank: lines under a head, as Odoo exports them. */
export function continuedKeys(guess: ObjectGuess, profiles: Profile[]): string[] {
  const rows = Math.max(0, ...profiles.map((profile) => profile.filled));
  return guess.mapped
    .filter(({ field, index }) => {
      const filled = profiles[index]?.filled ?? rows;
      return (
        guess.object.key.includes(field) &&
        filled > 0 &&
        rows - filled >= Math.max(CONTINUED_ROWS, CONTINUED * rows)
      );
    })
    .map((one) => one.field);
}

/** A column that no field claims, and the free field that its header is most like. */
export interface Stranger {
  index: number;
  title: string;
  like: { field: string; text: string; likeness: number } | undefined;
}

const LEAST_SUGGESTED = 0.45;

/** The titled columns that are taken for no field. */
export function strangers(guess: ObjectGuess): Stranger[] {
  const columns = guess.columns;
  const taken = new Set(guess.mapped.map((one) => one.index));
  const mapped = new Set(guess.mapped.map((one) => one.field));
  return guess.header.titles.flatMap((title, index): Stranger[] => {
    if (title.trim() === '' || taken.has(index)) return [];
    const likes = Object.entries(columns)
      .filter(([field]) => !mapped.has(field))
      .map(([field, column]) => ({ field, ...likest(folded(title), column, field) }))
      .sort((a, b) => b.likeness - a.likeness);
    const best = likes[0];
    const like =
      best && best.likeness >= LEAST_SUGGESTED
        ? { field: best.field, text: best.like, likeness: best.likeness }
        : undefined;
    return [{ index, title: title.trim().replace(/\s+/g, ' '), like }];
  });
}
