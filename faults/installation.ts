import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { homeAt, type Home } from '../data/home.ts';
import type { RunOutcome } from '../etl/run-outcome.ts';
import { runEtl } from '../etl/run.ts';
import { DELIVERY_HEADER, deliveryLine, smallHome } from '../etl/testing/small-home.ts';

/** Sources of the suite: a workbook, weighbridge files and the pages of an HTTP server on loopback. */
export const SOURCES = ['accounts', 'deliveries', 'port_bulletin'];

/** How many files of {@link prepareInstallations} land in the disturbed run: a workbook, two exports, two pages and their list. */
export const LANDED = 6;

/** Copies of an installation, each in the same state before the run that is disturbed. */
export interface Installations {
  /** a copy with one snapshot in service, and new files waiting; below a folder of its own unless one is named */
  waiting(root?: string): Promise<Home>;
  /** a copy that has never run, with all files waiting */
  fresh(): Promise<Home>;
  remove(): Promise<void>;
}

/**
 * Prepare an installation that has published a snapshot and is offered new files: accounts of which one makes rows of an
 * earlier file readable, new and corrected deliveries of three months, rows that must be kept aside, a new and a
 * corrected page. Every file states its day, so that the versions of rows do not depend on the clock.
 */
export async function prepareInstallations(): Promise<Installations> {
  const folder = await mkdtemp(path.join(tmpdir(), 'coalface-faults-'));
  const small = await smallHome();
  const keep = (name: string) => copied(small.home, path.join(folder, name));
  try {
    await small.accounts(ACCOUNTS.slice(0, 2), '客户_20120618.xlsx');
    await small.deliveries('磅单_20120618.csv', [
      DELIVERY_HEADER,
      deliveryLine('T1', '2012-05-30', 'C001', 100),
      deliveryLine('T2', '2012-06-02', 'C002', 40),
      deliveryLine('T3', '2012-06-03', 'C003', 70),
      deliveryLine('T4', '2012-02-30', 'C001', 50),
    ]);
    await small.portPage('2012-06-19', '2012-06-19 09:30:00', portRows('2012-06-18', 900));
    const first = await keep('first');
    await undisturbed(first);
    const offer = async (home: Home) => {
      for (const place of ['inbox', 'sample'] as const)
        await cp(small.home[place], home[place], { recursive: true, preserveTimestamps: true });
    };
    await small.accounts(ACCOUNTS, '客户_20120619.xlsx');
    await small.deliveries('磅单_20120619.csv', [
      DELIVERY_HEADER,
      deliveryLine('T1', '2012-05-30', 'C001', 90),
      deliveryLine('T5', '2012-06-19', 'C002', 50),
      deliveryLine('T6', '2012-06-19', 'C009', 50),
      deliveryLine('T7', '2012-06-31', 'C001', 50),
    ]);
    await small.deliveries('磅单_20120701.csv', [
      DELIVERY_HEADER,
      deliveryLine('T5', '2012-06-19', 'C002', 55),
      deliveryLine('T8', '2012-07-01', 'C003', 65),
    ]);
    await small.portPage('2012-06-19', '2012-06-19 11:00:00', portRows('2012-06-18', 905));
    await small.portPage('2012-06-20', '2012-06-20 09:30:00', portRows('2012-06-19', 910));
    await offer(first);
    const fresh = await keep('fresh');
    let copies = 0;
    const copy = (home: Home, root = path.join(folder, `copy-${copies++}`)) => copied(home, root);
    return {
      waiting: (root) => copy(first, root),
      fresh: () => copy(fresh),
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  } finally {
    await small.remove();
  }
}

/** Run all sources of the suite in this process, without a fault. @throws what the run throws, and what it recorded */
export async function undisturbed(home: Home): Promise<RunOutcome> {
  const outcome = await runEtl({ home, sources: SOURCES, now: () => new Date(), progress: () => {} });
  if (outcome.errors.length > 0) throw new AggregateError(outcome.errors, 'the undisturbed run failed');
  return outcome;
}

const ACCOUNTS: [string, string, string, string, string?][] = [
  ['C001', '江海电力股份有限公司', '江海电力', '电力', '2012-06-01'],
  ['C002', '东岭钢铁有限责任公司', '东岭钢铁', '冶金'],
  ['C003', '单位C003', '单位C003', '化工'],
];

function portRows(day: string, stock: number): string[][] {
  return [
    [day, '秦皇岛港', String(stock), '30', '30', '10'],
    [day, '曹妃甸港', '200', '30', '30', '10'],
    [day, '京唐港', '300', '30', '30', '10'],
    [day, '天津港', '300', '30', '30', '10'],
    [day, '四港合计', String(stock + 800), '120', '120', '40'],
  ];
}

async function copied(home: Home, root: string): Promise<Home> {
  await cp(home.root, root, { recursive: true, preserveTimestamps: true });
  return homeAt(root);
}
