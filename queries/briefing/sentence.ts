/** Where a figure of a sentence comes from: a cell of a query's result, row counted from 0. */
export interface CellRef {
  query: string;
  row: number;
  column: string;
}

/** A figure and its cell. */
export interface Fact<T = number> {
  value: T;
  cell: CellRef;
}

/** A piece of a sentence: plain words, or a figure that can be traced. */
export type Part = string | { text: string; cell: CellRef };

/** Several pieces; null says that something they need is missing. */
export type Clause = Part[] | null;

type Slot = Part | Part[] | number | null | undefined;

/**
 * A clause from a template: null as soon as one of its slots is, so that a clause without its comparator is dropped whole.
 * @example clause`较上周${word}${tonnes}万吨`
 */
export function clause(strings: TemplateStringsArray, ...slots: Slot[]): Clause {
  if (slots.some((slot) => slot === null || slot === undefined)) return null;
  const parts: Part[] = [];
  strings.forEach((text, i) => {
    if (text) parts.push(text);
    const slot = slots[i];
    if (slot === null || slot === undefined) return;
    if (Array.isArray(slot)) parts.push(...slot);
    else parts.push(typeof slot === 'number' ? String(slot) : slot);
  });
  return parts;
}

/**
 * A sentence: the head, what of the rest is not missing, and the full stop. Null when the head is missing.
 */
export function sentence(head: Clause, rest: readonly Clause[], stop: string): Clause {
  if (!head) return null;
  return joined([...head, ...rest.flatMap((part) => part ?? []), stop]);
}

/** Clauses in a row with a separator between those that are not missing; null when all are. */
export function series(clauses: readonly Clause[], separator: string): Clause {
  const present = clauses.filter((part) => part !== null);
  if (present.length === 0) return null;
  return joined(present.flatMap((part, i) => (i === 0 ? part : [separator, ...part])));
}

function joined(parts: Part[]): Part[] {
  const out: Part[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (typeof part === 'string' && typeof last === 'string') out[out.length - 1] = last + part;
    else out.push(part);
  }
  return out;
}

/** The words of a clause without its references. */
export function plain(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

/**
 * A figure as a part: so many decimals at most, trailing zeros cut, no thousands separators; the size only when `absolute`.
 * Rounded half away from zero, as people do by hand.
 */
export function figure(
  fact: Fact | null | undefined,
  digits: number,
  form: { absolute?: boolean; signed?: boolean; percent?: boolean } = {},
): Part | null {
  if (!fact) return null;
  const value = form.percent ? fact.value * 100 : fact.value;
  const text = rounded(Math.abs(value), digits);
  const sign = form.absolute || Number(text) === 0 ? '' : value < 0 ? '-' : form.signed ? '+' : '';
  return { text: `${sign}${text}${form.percent ? '%' : ''}`, cell: fact.cell };
}

function rounded(size: number, digits: number): string {
  const shifted = size * 10 ** digits;
  const text = (Math.round(shifted + shifted * Number.EPSILON * 4) / 10 ** digits).toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A text of a cell as a part. */
export function word(fact: Fact<string> | null | undefined): Part | null {
  return fact ? { text: fact.value, cell: fact.cell } : null;
}
