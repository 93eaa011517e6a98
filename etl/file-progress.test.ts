import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Progress } from './run-outcome.ts';
import { runEtl } from './run.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome, type SmallHome } from './testing/small-home.ts';

let at: SmallHome;
beforeEach(async () => {
  at = await smallHome();
  await at.accounts([['C001', '江海电力有限公司', '江海电力', '电力']]);
});
afterEach(() => at.remove());

test('staging and loading go on file by file with the records gone through, a file that fails included', async () => {
  const line = (ticket: string) => deliveryLine(ticket, '2012-06-18', 'C001', 50);
  await at.deliveries('a.csv', [DELIVERY_HEADER, line('T1'), line('T2')]);
  await at.deliveries('b.csv', ['日期,重量', '2012-06-18,5']);
  await at.deliveries('c.csv', [DELIVERY_HEADER, line('T3')]);
  const told: Progress[] = [];
  await runEtl({
    home: at.home,
    sources: ['accounts', 'deliveries'],
    now: () => new Date('2012-06-18T02:00:00Z'),
    progress: (progress) => told.push(progress),
  });
  const deliveries = told.filter(({ source, step }) => source === 'deliveries' && step !== 'extract');
  expect(deliveries.map(({ step, done, total, rows }) => `${step} ${done.toFixed(0)}/${total} ${rows}`))
    .toMatchInlineSnapshot(`
    [
      "stage 0/3 0",
      "stage 1/3 3",
      "load 0/3 0",
      "load 1/3 3",
      "stage 1/3 3",
      "stage 2/3 3",
      "stage 3/3 5",
      "load 2/3 3",
      "load 3/3 5",
      "stage 3/3 5",
      "load 3/3 5",
    ]
  `);
  expect(deliveries.every(({ workedMs }) => workedMs !== undefined)).toBe(true);
});
