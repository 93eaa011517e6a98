import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** FNV-1a over the UTF-16 units of a text. */
function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h | 0;
}

/**
 * One named stream of random numbers. Streams of one seed are independent, so a draw added to one part of the
 * sample leaves every other part as it was.
 */
export class Rng {
  readonly #generator: RandomGenerator;

  constructor(seed: number, name: string) {
    this.#generator = xoroshiro128plus(Math.imul(seed, 0x9e3779b1) ^ hash32(name));
  }

  /** The next 32 random bits as a signed integer. */
  bits(): number {
    return this.#generator.next();
  }

  /** Uniform in [0, 1). */
  real(): number {
    return (this.#generator.next() >>> 0) / 0x1_0000_0000;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.real();
  }

  /** A uniform integer between low and high, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.real() * (high - low + 1));
  }

  /** Normally distributed (Box–Muller). */
  normal(mean: number, sd: number): number {
    return mean + sd * Math.sqrt(-2 * Math.log(1 - this.real())) * Math.cos(2 * Math.PI * this.real());
  }

  /** True with probability p. */
  chance(p: number): boolean {
    return this.real() < p;
  }

  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)] as T;
  }

  /** The index of one weight, drawn in proportion to the weights (which are ≥ 0 and not all 0). */
  weighted(weights: readonly number[]): number {
    let left = this.real() * weights.reduce((sum, w) => sum + w, 0);
    for (let i = 0; i < weights.length; i++) {
      left -= weights[i] as number;
      if (left < 0) return i;
    }
    return weights.length - 1;
  }

  /** The list in random order (Fisher–Yates); the list itself is left alone. */
  shuffled<T>(list: readonly T[]): T[] {
    const out = [...list];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.int(0, i);
      [out[i], out[j]] = [out[j] as T, out[i] as T];
    }
    return out;
  }
}
