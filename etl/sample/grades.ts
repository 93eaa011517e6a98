/** Coal grades by net calorific value as received, kcal/kg. */
export const GRADES = ['Q5800', 'Q5500', 'Q5000', 'Q4500'] as const;
export type Grade = (typeof GRADES)[number];

/** One value per grade. */
export type ByGrade<T> = Record<Grade, T>;

/** Builds a value for every grade. */
export function byGrade<T>(make: (grade: Grade) => T): ByGrade<T> {
  return { Q5800: make('Q5800'), Q5500: make('Q5500'), Q5000: make('Q5000'), Q4500: make('Q4500') };
}
