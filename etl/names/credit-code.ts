const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const UNIFIED = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const ORGANISATION = /^[0-9A-Z]{8}[0-9X]$/;
const TAX = /^\d{6}[0-9A-Z]{8}[0-9X]$/;

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

/**
 * The organisation that a code stands for: of a unified social credit code (18), a tax number before 2015 (15) or an
 * organisation code (9) the nine characters that all three share, so that they are found equal.
 * @returns null if the code has another form or its check digit is wrong
 */
export function organisationOf(code: string): string | null {
  const text = code.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  if (UNIFIED.test(text)) return creditCheck(text.slice(0, 17)) === text[17] ? text.slice(8, 17) : null;
  const org = ORGANISATION.test(text) ? text : TAX.test(text) ? text.slice(6) : '';
  return org && orgCheck(org.slice(0, 8)) === org[8] ? org : null;
}
