import type { Rng } from './random.ts';

const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/**
 * Check character of a unified social credit code (GB 32100-2015: weights 3^i mod 31).
 * @param body the first 17 characters
 */
export function creditCheck(body: string): string {
  let sum = 0;
  let weight = 1;
  for (const sign of body) {
    sum += SIGNS.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  return SIGNS[(31 - (sum % 31)) % 31] as string;
}

/** Check digit of an organisation code (GB 11714) for its first 8 characters; letters count from A = 10. */
export function orgCheck(body: string): string {
  const sum = [...body].reduce(
    (total, digit, i) => total + parseInt(digit, 36) * (ORG_WEIGHTS[i] as number),
    0,
  );
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? 'X' : String(check);
}

/** A fictional code with valid check digits for an enterprise (91) registered in an area (6 digits). */
export function fictionalCreditCode(rng: Rng, area: string): string {
  const org = String(rng.int(10_000_000, 99_999_999));
  const body = `91${area}${org}${orgCheck(org)}`;
  return body + creditCheck(body);
}
