import { isoOf, type Day } from '../calendar.ts';

function scaled(value: number, places: number): string {
  const digits = String(Math.abs(value)).padStart(places + 1, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Fen as yuan with two decimals. */
export function yuan(fen: number): string {
  return scaled(fen, 2);
}

/** Kilograms as tonnes with three decimals. */
export function tonnes(kg: number): string {
  return scaled(kg, 3);
}

/** A minute of a day as `YYYY-MM-DD HH:MM:00`. */
export function stamp(day: Day, minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${isoOf(day)} ${two(Math.floor(minute / 60))}:${two(minute % 60)}:00`;
}

/** Decimal text multiplied by 10^power, exactly. */
export function shifted(text: string, power: number): string {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = BigInt(whole + fraction);
  const places = fraction.length - power;
  if (places <= 0) return String(digits * 10n ** BigInt(-places));
  const sign = digits < 0n || whole.startsWith('-') ? '-' : '';
  const padded = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
  return plainDecimal(`${sign}${padded.slice(0, -places)}.${padded.slice(-places)}`);
}

/** Decimal text without leading and trailing zeros: what two equal decimals have in common. */
export function plainDecimal(text: string): string {
  const match = /^(-?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(text);
  if (!match) return text;
  const [, sign = '', whole = '', fraction = ''] = match;
  const plain = `${whole || '0'}${fraction ? `.${fraction}` : ''}`;
  return plain === '0' ? '0' : sign + plain;
}

/** A text as the product keeps it: full-width forms and no-break spaces folded, trimmed. */
export function folded(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0]/g, ' ')
    .replace(/[\u200b-\u200d\ufeff]/g, '')
    .trim();
}
