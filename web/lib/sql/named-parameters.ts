/** What does not name a parameter: strings, quoted names, comments, dollar-quoted strings; then the parameters. */
const PARTS =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|(\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?\1|(?<![\w$])\$([A-Za-z_]\w*)/g;

/** The named parameters (`$name`) of a statement without their `$`, each once, in the order in which they stand. */
export function namedParameters(sql: string): string[] {
  const names = [...sql.matchAll(PARTS)].flatMap(([, , name]) => name ?? []);
  return [...new Set(names)];
}

/** What a reader may say a parameter is. */
export const PARAMETER_TYPES = ['text', 'number', 'date', 'flag'] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];

/** A parameter as the reader filled it in; empty text is NULL. */
export interface Given {
  type: ParameterType;
  text: string;
}

/** The value that is sent for a parameter: a date as its text, which the statement casts. */
export function parameterValue({ type, text }: Given): string | number | boolean | null {
  if (type === 'flag') return text === 'true';
  if (text === '') return null;
  if (type !== 'number') return text;
  const number = Number(text);
  // a decimal that a double does not hold keeps its digits as text, which the statement casts
  return String(number) === text.trim() ? number : text.trim();
}
