import { SSF, type CellObject } from '@e965/xlsx';

/** Texts of the error values that a workbook stores as numbers. */
const ERRORS = new Map<unknown, string>([
  [0x00, '#NULL!'],
  [0x07, '#DIV/0!'],
  [0x0f, '#VALUE!'],
  [0x17, '#REF!'],
  [0x1d, '#NAME?'],
  [0x24, '#NUM!'],
  [0x2a, '#N/A'],
  [0x2b, '#GETTING_DATA'],
]);

const DAY_SECONDS = 86_400;
/** 9999-12-31 */
const LAST_SERIAL = 2_958_465;
/** days between the two systems' first days */
const EPOCH_1904 = 1462;
/** the day of 1900 that never was, kept by the 1900 system for the sake of an older program */
const FALSE_LEAP_DAY = 60;

/**
 * The text of a cell: dates as `YYYY-MM-DD[ HH:MM:SS]`, numbers as plain decimals of 15 digits, percentages with their
 * sign, TRUE and FALSE, errors as Excel prints them, texts exactly as they are.
 * @param is1904 serial dates count from 1904
 * @returns null for an empty cell
 */
export function cellText(cell: CellObject | undefined, is1904: boolean): string | null {
  if (!cell || !hasValue(cell)) return null;
  if (cell.t === 'e') return ERRORS.get(cell.v) ?? '#N/A';
  if (typeof cell.v === 'boolean') return cell.v ? 'TRUE' : 'FALSE';
  if (typeof cell.v !== 'number') return lineEndsKept(String(cell.v), cell.r);
  const format = typeof cell.z === 'string' ? cell.z : '';
  return (
    serialText(cell.v, format, is1904) ??
    (isPercent(format) ? `${plainDecimal(cell.v * 100)}%` : plainDecimal(cell.v))
  );
}

/**
 * The library reads the line end CR LF of an .xlsx text as LF.
 * @param raw the text's markup, where the CR stands as an escape
 */
function lineEndsKept(text: string, raw: unknown): string {
  if (typeof raw !== 'string' || !/_x000D_|&#(13|x0*D);/i.test(raw)) return text;
  const ends = [...raw.matchAll(/(_x000D_|&#(?:13|x0*D);)?(?:\n|&#(?:10|x0*A);|_x000A_)/gi)];
  let next = 0;
  return text.replace(/\n/g, () => (ends[next++]?.[1] ? '\r\n' : '\n'));
}

/** Whether a cell has a value: a formatted one may have none. */
export function hasValue(cell: CellObject | undefined): boolean {
  return cell?.v !== undefined && cell.v !== null && cell.v !== '';
}

/**
 * A number as a plain decimal of at most 15 significant digits, the precision of a workbook: no exponent, none of the
 * digits that binary fractions add.
 */
export function plainDecimal(value: number): string {
  const text = String(Number(value.toPrecision(15)));
  const parts = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!parts) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}

/** The text of a serial date or time, null if the format is none of a date or the number cannot be one. */
function serialText(value: number, format: string, is1904: boolean): string | null {
  if (!isDate(format) || value < 0) return null;
  const seconds = Math.round(value * DAY_SECONDS);
  if (/\[(h+|m+|s+)\]/i.test(format)) return clock(seconds);
  const days = Math.floor(seconds / DAY_SECONDS) + (is1904 ? EPOCH_1904 : 0);
  if (days > LAST_SERIAL) return null;
  const time = clock(seconds % DAY_SECONDS);
  if (days === 0) return time;
  return seconds % DAY_SECONDS === 0 ? dayText(days) : `${dayText(days)} ${time}`;
}

function dayText(days: number): string {
  if (days === FALSE_LEAP_DAY) return '1900-02-29';
  const sinceEnd1899 = days > FALSE_LEAP_DAY ? days - 1 : days;
  return new Date(Date.UTC(1899, 11, 31 + sinceEnd1899)).toISOString().slice(0, 10);
}

function clock(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

const dates = new Map<string, boolean>();

/** Asked of every number of a workbook, which has few formats. */
function isDate(format: string): boolean {
  const known = dates.get(format);
  if (known !== undefined) return known;
  const found = format !== '' && format !== 'General' && SSF.is_date(format) === true;
  if (dates.size > 1000) dates.clear();
  dates.set(format, found);
  return found;
}

function isPercent(format: string): boolean {
  return format.includes('%') && /%/.test(format.replace(/"[^"]*"|\\./g, ''));
}
