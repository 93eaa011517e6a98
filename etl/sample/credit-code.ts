import { creditCheck, orgCheck } from '../names/credit-code.ts';
import type { Rng } from './random.ts';

/** A fictional code with valid check digits for an enterprise (91) registered in an area (6 digits). */
export function fictionalCreditCode(rng: Rng, area: string): string {
  const org = String(rng.int(10_000_000, 99_999_999));
  const body = `91${area}${org}${orgCheck(org)}`;
  return body + creditCheck(body);
}
