/** Size of a price change in 元/吨. */
export type PriceMove = 'flat' | 'slight' | 'small' | 'clear' | 'sharp';

/** 0 持平; ≤3 微; ≤10 小幅; ≤20 明显; beyond 大幅. @param change 元/吨 */
export function priceMove(change: number): PriceMove {
  const size = Math.abs(change);
  return size === 0 ? 'flat' : size <= 3 ? 'slight' : size <= 10 ? 'small' : size <= 20 ? 'clear' : 'sharp';
}

/** Size of a change of stock or volume. */
export type VolumeMove = 'steady' | 'small' | 'clear' | 'sharp';

/** <0.5 % 基本持平; <3 % 小幅; <8 % 明显; from 8 % 大幅. @param rate change as a fraction */
export function volumeMove(rate: number): VolumeMove {
  const percent = Math.abs(rate) * 100;
  return percent < 0.5 ? 'steady' : percent < 3 ? 'small' : percent < 8 ? 'clear' : 'sharp';
}

/** Concentration of customers by HHI, bands 1500 and 2500. */
export function concentration(hhi: number): 'low' | 'medium' | 'high' {
  return hhi < 1500 ? 'low' : hhi <= 2500 ? 'medium' : 'high';
}
