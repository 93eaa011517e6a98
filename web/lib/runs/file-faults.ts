const KNOWN = [
  'empty_file',
  'unsupported_encoding',
  'bad_encoding',
  'unsupported_format',
  'unexpected_format',
  'header_not_found',
  'no_records',
  'schema_drift',
  'bad_csv',
  'unclosed_quote',
  'row_conservation',
] as const;

/** Faults of files that the product says the cure of; `other` for all else. */
export type FileFault = (typeof KNOWN)[number] | 'other';

/** Which of the faults with a cure of their own an error code is. */
export function fileFault(code: string): FileFault {
  return KNOWN.find((known) => known === code) ?? 'other';
}
