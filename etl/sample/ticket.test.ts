import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeAccounts } from './accounts.ts';
import { ByteSink } from './byte-sink.ts';
import { FIRST_DAY, LAST_DAY, dayOf, monthsBetween } from './calendar.ts';
import { lotsOfDay, makeStreams } from './lots.ts';
import { Rng } from './random.ts';
import { gb18030, lotBytes, rowBytes, ticketCells, writeTicket } from './ticket.ts';
import type { Ticket } from './ticket.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'coalface-ticket-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

test.each(['iso', 'slash'] as const)('the fast path writes the bytes of the plain one, %s', (style) => {
  const rng = new Rng(3, 'ticket test');
  const day = dayOf('2011-04-09');
  const month = monthsBetween(FIRST_DAY, LAST_DAY)[15];
  if (!month) throw new Error('no month');
  const streams = makeStreams(makeAccounts(3).slice(0, 120), rng);
  const lots = lotsOfDay(
    streams,
    day,
    month,
    () => 30_000,
    () => 785,
    rng,
  ).filter((lot) => !lot.wide && !lot.separated);
  expect(lots.length).toBeGreaterThan(100);
  const sink = new ByteSink(path.join(folder, style));
  lots.forEach((lot, i) => {
    const ticket: Ticket = {
      lot,
      day,
      sequence: i + 1,
      second: lot.second,
      vehicle: lot.vehicle,
      grossKg: lot.grossKg,
      netKg: lot.netKg,
    };
    sink.row();
    writeTicket(sink, ticket, lotBytes(lot, day, style), gb18030('P20110409'), style);
    expect(sink.lastRow().equals(rowBytes(ticketCells(ticket, style)))).toBe(true);
  });
  sink.close();
});
