import { Rng } from '../random.ts';
import { objectOf, type Field, type ObjectId } from './objects.ts';
import type { Column } from './table.ts';

/** Headers of a dialect by object and column; null where its export has no such column. */
export type Headers = Partial<Record<ObjectId, Record<string, string | null>>>;

/** How a dialect chooses its columns and headers. */
export interface LayoutStyle {
  name: string;
  headers: Headers;
  /** the header of a column that `headers` does not name */
  pick(field: Field, column: string): string;
  /** unit of the figures where it is not the warehouse's */
  units?: (object: ObjectId, column: string, field: Field) => string | undefined;
  /** the header with its unit */
  print(header: string, unit: string | undefined, field: Field): string;
  /** the export has its own order of columns behind the first */
  shuffled?: boolean;
}

/** Units that a header prints; days, kilowatt hours and shares often go without. */
const PRINTED = new Set(['元', '吨', '元/吨', '大卡/千克', '万元', '万吨', 'kg', 'MJ/kg', '%']);

/** The columns of an object's export in a style. */
export function layoutOf(object: ObjectId, style: LayoutStyle): Column[] {
  const given = style.headers[object] ?? {};
  const columns = Object.entries(objectOf(object).columns).flatMap(([name, field]): Column[] => {
    const own = given[name];
    if (own === null) return [];
    const unit = field.type === 'decimal' ? (style.units?.(object, name, field) ?? field.unit) : undefined;
    const title = own ?? style.pick(field, name);
    const shown = unit !== undefined && (PRINTED.has(unit) || unit !== unitOf(field)) ? unit : undefined;
    return [{ name, field, header: style.print(title, shown, field), unit }];
  });
  if (!style.shuffled) return columns;
  const [first, ...rest] = columns;
  return first ? [first, ...new Rng(1, `${style.name} ${object}`).shuffled(rest)] : [];
}

/** The warehouse's unit of a column. */
export function unitOf(field: Field): string | undefined {
  return field.type === 'decimal' ? field.unit : undefined;
}

/** Chinese headers: the n-th Chinese name of a column that has so many, else its first. */
export function chinese(n: number): LayoutStyle['pick'] {
  return (field) => {
    const names = field.from.filter((one) => /[\u4e00-\u9fff]/.test(one));
    return names[n] ?? names[0] ?? (field.from[0] as string);
  };
}

/** English headers: the first English name of a column, else its own name in words. */
export function english(field: Field, column: string): string {
  const words = column
    .replace(/_(cny_t|cny|t|pct|kcal_kg|wkwh)$/, '')
    .replace(/(^|_)([a-z])/g, (_, gap: string, letter: string) => (gap ? ' ' : '') + letter.toUpperCase());
  return field.from.find((one) => /^[A-Za-z][\x20-\x7e]*$/.test(one)) ?? words;
}

const POWERS: Record<string, number> = {
  '元>万元': -4,
  '吨>万吨': -4,
  '吨>kg': 3,
  '吨>千克': 3,
  '比例>%': 2,
};
/** Joules in a calorie of 20 °C. */
const JOULES = 4.1816;

/** Power of ten, or factor, that takes a figure from the warehouse's unit to the printed one. */
export function conversion(
  from: string | undefined,
  to: string | undefined,
): { power: number } | { factor: number } {
  if (from === '大卡/千克' && to === 'MJ/kg') return { factor: JOULES / 1000 };
  return { power: POWERS[`${from}>${to}`] ?? 0 };
}
