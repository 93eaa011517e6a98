import notices from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FILE = new URL('reference/workday_exception.csv', import.meta.url);

test('workday_exception.csv says what the notices of the State Council say', () => {
  const stated = (days: Record<string, string>, works: boolean) =>
    Object.entries(days).map(([day, notice]) => {
      const [en, zh] = notice.split(',');
      return { day, works: String(works), zh, en };
    });
  const expected = [...stated(notices.holidays, false), ...stated(notices.workdays, true)].sort((a, b) =>
    a.day < b.day ? -1 : 1,
  );
  expect(parse(readFileSync(FILE), { columns: true })).toEqual(expected);
});
