import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { rows } from './duck.ts';
import { publicationStatus, type PublicationStatus } from './publication-status.ts';
import { migrate } from './warehouse.ts';

const DUE = new Date('2026-09-24T01:30:00Z');
const LATE = new Date('2026-09-27T01:30:00Z');
const MISSING = new Date('2026-10-01T01:30:00Z');
const before = (instant: Date) => new Date(instant.getTime() - 1);

const NOWS: [Date, PublicationStatus][] = [
  [before(DUE), 'expected'],
  [DUE, 'due'],
  [before(LATE), 'due'],
  [LATE, 'late'],
  [before(MISSING), 'late'],
  [MISSING, 'missing'],
];
const one = { dueAt: DUE, lateAt: LATE, missingAt: MISSING, publishedAt: null };

test.each(NOWS)('nothing is known at %s: %s', (now, status) => {
  const absent = { ...one, known: false, now };
  expect(publicationStatus({ ...absent, skips: false, laterKnown: false })).toBe(status);
  expect(publicationStatus({ ...absent, skips: false, laterKnown: true })).toBe(status);
  expect(publicationStatus({ ...absent, skips: true, laterKnown: false })).toBe(status);
  expect(publicationStatus({ ...absent, skips: true, laterKnown: true })).toBe('skipped');
});

test.each<[Date | null, PublicationStatus]>([
  [before(DUE), 'on_time'],
  [LATE, 'on_time'],
  [new Date(LATE.getTime() + 1), 'published_late'],
  [null, 'published'],
])('published at %s: %s', (publishedAt, status) => {
  expect(
    publicationStatus({ ...one, publishedAt, known: true, skips: true, laterKnown: true, now: MISSING }),
  ).toBe(status);
});

test('SQL names the same status in every case', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await migrate(connection);
  const published = [null, DUE, LATE, new Date(LATE.getTime() + 1), MISSING];
  for (const [now] of NOWS)
    for (const skips of [true, false])
      for (const laterKnown of [true, false])
        for (const known of [true, false])
          for (const publishedAt of known ? published : [null]) {
            const [sql] = await rows<{ status: string }>(
              connection,
              `SELECT market.publication_status($due::TIMESTAMPTZ, $late::TIMESTAMPTZ, $missing::TIMESTAMPTZ, $skips, $known,
                 $published::TIMESTAMPTZ, $later, $now::TIMESTAMPTZ) AS status`,
              {
                due: DUE.toISOString(),
                late: LATE.toISOString(),
                missing: MISSING.toISOString(),
                skips,
                known,
                published: publishedAt?.toISOString() ?? null,
                later: laterKnown,
                now: now.toISOString(),
              },
            );
            const ours = { ...one, skips, known, publishedAt, laterKnown, now };
            expect(sql?.status, JSON.stringify(ours)).toBe(publicationStatus(ours));
          }
  connection.closeSync();
  instance.closeSync();
});
