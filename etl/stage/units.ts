/** Units that measure one thing, as powers of ten of the first. */
const QUANTITIES: Record<string, number>[] = [
  { 吨: 0, t: 0, 千克: -3, 公斤: -3, kg: -3, 万吨: 4 },
  { 元: 0, 万元: 4, 亿元: 8 },
  { '元/吨': 0 },
  { 艘: 0 },
];

/**
 * The exact factor, as an SQL number, that converts a value printed in one unit to another: `0.0001` for 吨 → 万吨.
 * @returns null if a unit is unknown or the two measure different things
 */
export function conversionFactor(from: string, to: string): string | null {
  for (const units of QUANTITIES) {
    const [a, b] = [units[from], units[to]];
    if (a === undefined || b === undefined) continue;
    const power = a - b;
    return power >= 0 ? `1${'0'.repeat(power)}` : `0.${'0'.repeat(-power - 1)}1`;
  }
  return null;
}
