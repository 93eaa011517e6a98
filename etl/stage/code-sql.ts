import { literal } from '../../data/duck.ts';
import { bound } from './date-sql.ts';

/** Characters of a unified social credit code, in the order of their values (GB 32100-2015). */
const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ORG_SIGNS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** SQL of the sum of the values of a text's first characters, each times its weight. */
function weighted(signs: string, weights: readonly number[]): string {
  return weights
    .map((weight, i) => `(strpos(${literal(signs)}, substr(code, ${i + 1}, 1)) - 1) * ${weight}`)
    .join(' + ');
}

const USCC_WEIGHTS = Array.from({ length: 17 }, (_, i) => Number(3n ** BigInt(i) % 31n));

/**
 * Macros over cleaned texts in upper case, NULL only for NULL:
 * `uscc_ok(s)` – a unified social credit code whose check character is right (weights 3^i mod 31);
 * `org_code_ok(s)` – an organisation code of 9 characters (GB 11714), with a hyphen before the last or without;
 * `digits_lost(s)` – an identifier that a spreadsheet has turned into `1.63E+06`: its last digits are gone.
 */
export const CODE_MACROS = [
  `uscc_ok(s) AS ${bound(
    's',
    'code',
    `regexp_full_match(code, '[${SIGNS}]{2}\\d{6}[${SIGNS}]{10}')
       AND (31 - (${weighted(SIGNS, USCC_WEIGHTS)}) % 31) % 31 = strpos(${literal(SIGNS)}, substr(code, 18, 1)) - 1`,
  )}`,
  `org_code_ok(s) AS ${bound(
    's',
    'code',
    `regexp_full_match(code, '[${ORG_SIGNS}]{8}-?[\\dX]')
       AND strpos('0123456789X', right(code, 1)) - 1 = (11 - (${weighted(ORG_SIGNS, ORG_WEIGHTS)}) % 11) % 11`,
  )}`,
  `digits_lost(s) AS regexp_full_match(s, '\\d(\\.\\d+)?[Ee]\\+\\d{2}')`,
];
