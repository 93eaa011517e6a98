import { tableFromIPC, Type, type Column, type DataType } from '@uwdata/flechette';

/** What the values of a column are. */
export type Kind = 'number' | 'date' | 'instant' | 'time' | 'flag' | 'text';

/** A value that can be compared: amounts as whole numbers of their last digit, dates in ms, instants in µs since 1970. */
export type Value = number | bigint | string;

/** A column of a result. */
export interface ResultColumn {
  name: string;
  kind: Kind;
  /** the value of a row; null where there is none */
  value(row: number): Value | null;
  /** a value as text, with every digit it has */
  text(value: Value): string;
  /** what a reader typed as a value that compares with those of the column; null if it cannot be one */
  bound(text: string): Value | null;
  /** a value as a number for pictures and means, in the unit of the column: days and instants in ms */
  number(value: Value): number;
}

/** A result of a statement in memory. */
export interface Result {
  rows: number;
  columns: ResultColumn[];
}

const SHANGHAI_MS = 8 * 3_600_000;

/**
 * Read an Arrow IPC stream.
 * @throws Error if the bytes are none, or break off
 */
export function readResult(bytes: Uint8Array): Result {
  const table = tableFromIPC(bytes, {
    useBigInt: true,
    useDecimalInt: true,
    useBigIntTimestamp: true,
    useDate: false,
  });
  return {
    rows: table.numRows,
    columns: table.children.map((column, i) => resultColumn(table.names[i]?.toString() ?? '', column)),
  };
}

function resultColumn(name: string, column: Column<unknown>): ResultColumn {
  const form = formOf(column.type);
  const value =
    form.kind === 'flag'
      ? (row: number) => {
          const flag = column.at(row);
          return flag === null ? null : Number(flag);
        }
      : (row: number) => (column.at(row) ?? null) as Value | null;
  return { name, value, ...form };
}

type Form = Omit<ResultColumn, 'name' | 'value'>;

function formOf(type: DataType): Form {
  switch (type.typeId) {
    case Type.Decimal:
      return decimalForm(type.scale);
    case Type.Int:
      return type.bitWidth === 64 ? decimalForm(0) : plainForm('number');
    case Type.Float:
      return plainForm('number');
    case Type.Date:
      return { kind: 'date', text: dayText, bound: dayBound, number: Number };
    case Type.Timestamp:
      return type.timezone ? instantForm('instant', SHANGHAI_MS) : instantForm('time', 0);
    case Type.Bool:
      return { ...plainForm('flag'), text: (value) => (value ? 'true' : 'false'), bound: flagBound };
    default:
      return { kind: 'text', text: String, bound: (text) => text, number: () => Number.NaN };
  }
}

function plainForm(kind: Kind): Form {
  return {
    kind,
    text: (value) => (Object.is(value, -0) ? '0' : String(value)),
    bound: (text) => (text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text)),
    number: Number,
  };
}

function flagBound(text: string): number | null {
  return text === 'true' ? 1 : text === 'false' ? 0 : null;
}

function decimalForm(scale: number): Form {
  const one = 10 ** scale;
  return {
    kind: 'number',
    text: (value) => decimalText(BigInt(value), scale),
    bound: (text) => decimalBound(text.trim(), scale),
    number: (value) => Number(value) / one,
  };
}

/** A whole number of the last digit as a decimal: `(12345n, 2)` is `123.45`. */
export function decimalText(scaled: bigint, scale: number): string {
  if (scale === 0) return scaled.toString();
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(scale + 1, '0');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Digits beyond the scale lie between two values of the column: a number of halves compares as they do. */
function decimalBound(text: string, scale: number): Value | null {
  const found = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (!found || (!found[2] && !found[3])) return null;
  const [, sign, whole = '', part = ''] = found;
  const scaled = BigInt(`${whole}${part.slice(0, scale).padEnd(scale, '0')}` || '0');
  const beyond = /[1-9]/.test(part.slice(scale));
  if (!beyond) return sign ? -scaled : scaled;
  const between = Number(scaled) + 0.5;
  return sign ? -between : between;
}

function dayText(value: Value): string {
  return new Date(Number(value)).toISOString().slice(0, 10);
}

function dayBound(text: string): number | null {
  const ms = Date.parse(`${text.trim()}T00:00:00Z`);
  return Number.isNaN(ms) ? null : ms;
}

/** Instants are shown at the clock of Shanghai; timestamps without a zone as they are. */
function instantForm(kind: 'instant' | 'time', offsetMs: number): Form {
  return {
    kind,
    text: (value) => {
      const micros = BigInt(value);
      const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
      const seconds = new Date(Number((micros - rest) / 1000n) + offsetMs)
        .toISOString()
        .slice(0, 19)
        .replace('T', ' ');
      return rest === 0n ? seconds : `${seconds}.${rest.toString().padStart(6, '0').replace(/0+$/, '')}`;
    },
    bound: (text) => {
      const [, day, time = '00:00:00'] = /^(\d{4}-\d{2}-\d{2})(?:[ T](.+))?$/.exec(text.trim()) ?? [];
      const ms = Date.parse(`${day}T${time}Z`);
      return Number.isNaN(ms) ? null : BigInt(ms - offsetMs) * 1000n;
    },
    number: (value) => Number(value) / 1000,
  };
}
