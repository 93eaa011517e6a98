import { expect, test } from 'vitest';
import { instantIn, publicationTime } from './publication-time.ts';

test.each([
  ['2026/09/24 09:30', '2026-09-24T01:30:00.000Z'],
  ['2026-07-27 09:30:01', '2026-07-27T01:30:01.000Z'],
  ['发布时间：2026年9月24日 09：30', '2026-09-24T01:30:00.000Z'],
  ['2012/6/19', '2012-06-18T16:00:00.000Z'],
  ['2026-09-24T01:30:00Z', '2026-09-24T01:30:00.000Z'],
  ['2026-09-24T01:30:00.123+02:00', '2026-09-23T23:30:00.000Z'],
  ['Thu, 24 Sep 2026 09:30:00 +0800', '2026-09-24T01:30:00.000Z'],
  ['Thu, 24 Sep 2026 01:30:00 GMT', '2026-09-24T01:30:00.000Z'],
])('%s is %s', (text, instant) => {
  expect(instantIn(text)?.toISOString()).toBe(instant);
});

test.each(['', '昨天', '2026-13-01', '2026-02-30', '09-24', '12026-09-24', 't20260923_1965403'])(
  '%s is none',
  (text) => {
    expect(instantIn(text)).toBeNull();
  },
);

const time = (body: string, published: string[], announced: Date | null = null) =>
  publicationTime(
    { body: Buffer.from(body), headers: { 'last-modified': 'Thu, 24 Sep 2026 01:30:00 GMT' } },
    { published },
    announced,
  )?.toISOString() ?? null;

test('the first selector that states an instant counts, by its content or its text', () => {
  const page =
    '<meta name="PubDate" content=""><h2><p>2026/09/24 09:30 来源：国家统计局</p></h2><i>2020-01-01</i>';
  expect(time(page, ['meta[name="PubDate"]', 'h2 p', 'i'])).toBe('2026-09-24T01:30:00.000Z');
  expect(time(page, ['meta[name="PubDate"]'])).toBeNull();
});

test('the feed counts after the page; Last-Modified only for a file whose origin declares nothing', () => {
  const announced = new Date('2026-09-23T00:00:00Z');
  expect(time('<p>2026-09-24</p>', ['p'], announced)).toBe('2026-09-23T16:00:00.000Z');
  expect(time('<p></p>', ['p'], announced)).toBe('2026-09-23T00:00:00.000Z');
  expect(time('date,price\n', [])).toBe('2026-09-24T01:30:00.000Z');
  expect(time('date,price\n', ['p'])).toBeNull();
  expect(time('\ufeff <html>', [])).toBeNull();
});
