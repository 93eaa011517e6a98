import { InvalidArgumentError } from 'commander';

/** A time as ISO 8601; one that names no zone is Beijing's. @throws InvalidArgumentError */
export function instantOf(text: string): string {
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text);
  const plain = /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?$/.exec(text);
  const instant = Date.parse(
    zoned ? text : plain ? `${text.replace(' ', 'T')}${text.length === 10 ? 'T00:00' : ''}+08:00` : '',
  );
  if (Number.isNaN(instant)) throw new InvalidArgumentError('write it as 2026-09-24 09:30');
  return new Date(instant).toISOString();
}
