import { expect, test } from 'vitest';
import { LAST_DAY, dayOf, isoOf } from './calendar.ts';
import { PORTS } from './port-models.ts';
import type { PortCode } from './port-models.ts';
import { makePorts } from './port-truth.ts';
import type { PortDay } from './port-truth.ts';

function on(seed: number): (iso: string, port: PortCode) => PortDay {
  const truth = makePorts(seed);
  return (iso, port) => truth.ports[port][dayOf(iso) - (truth.days[0] as number)] as PortDay;
}

test.each([1, 2, 3, 20120618])('published Qinhuangdao stocks come out exactly, seed %i', (seed) => {
  const at = on(seed);
  const published: Record<string, number> = {
    '2010-08-22': 717,
    '2010-08-31': 730.5,
    '2011-02-24': 825.9,
    '2011-03-06': 847.9,
    '2011-08-01': 819.5,
    '2011-12-31': 636.7,
    '2012-06-03': 816.5,
    '2012-06-10': 898,
    '2012-06-18': 945.61,
  };
  expect(Object.fromEntries(Object.keys(published).map((iso) => [iso, at(iso, 'QHD').stock / 100]))).toEqual(
    published,
  );
  const sum = (iso: string) => PORTS.reduce((total, port) => total + at(iso, port).stock, 0) / 100;
  expect([sum('2012-06-03'), sum('2012-06-10')]).toEqual([1829.9, 2015]);
  expect(PORTS.map((port) => at('2012-06-10', port).stock / 100)).toEqual([898, 291, 445, 381]);
  expect(PORTS.map((port) => at('2012-06-10', port).anchored)).toEqual([88, 5, 14, 17]);
  expect(at('2011-08-01', 'QHD').anchored).toBe(182);
});

test.each([1, 2, 3, 4, 5, 20120618])('the last day is the record, the first above 941.5, seed %i', (seed) => {
  const { days, ports } = makePorts(seed);
  const before = ports.QHD.filter((_, i) => (days[i] as number) < LAST_DAY).map(({ stock }) => stock);
  expect(Math.max(...before)).toBeLessThan(94_150);
  const low = ports.QHD.filter((_, i) => isoOf(days[i] as number).startsWith('2011-09')).map(
    ({ stock }) => stock,
  );
  expect(Math.min(...low)).toBe(49_000);
});

test.each([1, 20120618])('stock follows from the flows except on the planted days, seed %i', (seed) => {
  const { days, ports, unreconciled } = makePorts(seed);
  const found = PORTS.flatMap((port) =>
    ports[port].flatMap((today, i, all) => {
      const before = all[i - 1];
      if (!before) return [];
      const residual = today.stock - before.stock - today.railIn + today.shipOut;
      const tolerance = Math.max(200, 0.01 * (today.railIn + today.shipOut));
      return Math.abs(residual) > tolerance ? [`${isoOf(days[i] as number)} ${port}`] : [];
    }),
  );
  expect(found.sort()).toEqual(unreconciled.map(({ day, port }) => `${isoOf(day)} ${port}`).sort());
  for (const port of PORTS)
    expect(Math.min(...ports[port].map((d) => Math.min(d.railIn, d.shipOut)))).toBeGreaterThanOrEqual(0);
});
