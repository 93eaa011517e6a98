import { beforeEach, expect, test } from 'vitest';
import { dataDate } from './data-date.ts';
import { useCellConnection } from './testing/cell-connection.ts';

const connection = useCellConnection();
beforeEach(() => connection().run('DELETE FROM meta.load'));

async function loaded(source: string, lastDay: string | null): Promise<void> {
  await connection().run(
    `INSERT INTO meta.load SELECT 'r', uuid()::VARCHAR, $source, 0, 0, 0, 0, 0, 0, $lastDay::DATE, $lastDay::DATE, now()`,
    { source, lastDay },
  );
}
const date = (...daily: string[]) => dataDate(connection(), daily);

test('it is the last day that every daily source has reached, by its furthest file', async () => {
  await loaded('deliveries', '2012-06-18');
  await loaded('deliveries', '2012-05-31');
  await loaded('port', '2012-06-18');
  await loaded('price', '2012-06-20');
  expect(await date('deliveries', 'port', 'price')).toBe('2012-06-18');
});

test('a source that stopped long ago does not hold it back', async () => {
  await loaded('deliveries', '2012-06-12');
  await loaded('price', '2012-06-20');
  expect(await date('deliveries', 'price')).toBe('2012-06-20');
});

test('a source that is seven days behind still does', async () => {
  await loaded('deliveries', '2012-06-13');
  await loaded('price', '2012-06-20');
  expect(await date('deliveries', 'price')).toBe('2012-06-13');
});

test('sources that are not daily, and files without a day, do not count', async () => {
  await loaded('price', '2012-06-20');
  await loaded('weekly', '2012-06-16');
  await loaded('deliveries', null);
  expect(await date('price', 'deliveries')).toBe('2012-06-20');
});

test('there is none while no daily source has rows', async () => {
  expect(await date('price')).toBeNull();
  await loaded('weekly', '2012-06-16');
  expect(await date('price')).toBeNull();
  expect(await date()).toBeNull();
});
