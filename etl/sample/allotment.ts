import type { Rng } from './random.ts';

/** Hands out labels so that their weights come out near the target mix. */
export class Allotment {
  readonly #labels: string[];
  readonly #left: number[];
  readonly #rng: Rng;

  constructor(mix: Record<string, number>, total: number, rng: Rng) {
    this.#labels = Object.keys(mix);
    const sum = Object.values(mix).reduce((a, b) => a + b, 0);
    this.#left = Object.values(mix).map((share) => (share / sum) * total);
    this.#rng = rng;
  }

  /** Books a weight to a label that is given from outside. */
  book(label: string, weight: number): string {
    const i = this.#labels.indexOf(label);
    this.#left[i] = (this.#left[i] as number) - weight;
    return label;
  }

  /** Books a weight to a label drawn by the room that is left. */
  take(weight: number): string {
    const room = this.#left.map((left) => (left >= weight ? left : 0));
    const most = this.#left.indexOf(Math.max(...this.#left));
    const i = room.some((r) => r > 0) ? this.#rng.weighted(room) : most;
    return this.book(this.#labels[i] as string, weight);
  }
}
