import { expect, test } from 'vitest';
import { DIALECTS } from '../sample/crm/dialects.ts';
import { scoreDialect } from './score-dialect.ts';

test.each([...DIALECTS])(
  '%s: tables and quarantine are the key’s',
  { timeout: 120_000 },
  async (_, dialect) => {
    const scores = await scoreDialect(dialect);
    expect(scores.map((one) => one.object)).toHaveLength(dialect.objects.length);
    expect(scores.flatMap((one) => one.differences)).toEqual([]);
    expect(scores.map((one) => [one.object, one.matched, one.caught])).toEqual(
      scores.map((one) => [one.object, one.rows, one.planted]),
    );
  },
);
