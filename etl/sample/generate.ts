import fs from 'node:fs';
import path from 'node:path';
import { CoalfaceError } from '../../data/errors.ts';
import { makeAccounts, isKeyOn } from './accounts.ts';
import type { Account } from './accounts.ts';
import { accountsWorkbook } from './accounts-workbook.ts';
import type { AnswerKey } from './answer-key.ts';
import { FIRST_DAY, LAST_DAY, LAST_PRICE_DAY, isoOf } from './calendar.ts';
import { coastSection } from './coast-pages.ts';
import { makeCoast } from './coast-truth.ts';
import { writeDefaultSet } from './crm/default-set.ts';
import { makeCrm } from './crm/truth.ts';
import { writeDeliveries } from './deliveries.ts';
import { indexPage } from './page.ts';
import type { Page } from './page.ts';
import { makeFaults } from './port-faults.ts';
import { portSection } from './port-pages.ts';
import { makePorts } from './port-truth.ts';
import { priceSection } from './price-pages.ts';
import { makePrices } from './price-truth.ts';

/** The seed of the sample that ships: the sample's last day. */
export const DEFAULT_SEED = 20_120_618;
/** Tickets carry seven digits of running number a day. */
const MAX_SCALE = 10_000;
const ACCOUNTS_FILE = '客户信息_2012-06-18.xlsx';

/** How to make the sample. */
export interface SampleOptions {
  /** state folder; files go to `inbox/` and `sample/` below it */
  out: string;
  /** delivery tickets per lot, 1–10000; default 1 */
  scale?: number;
  /** default 20120618; the same seed gives the same bytes */
  seed?: number;
  /** called as parts are done; `what` is `accounts`, `crm`, `deliveries`, `bulletins` or `answer key` */
  onProgress?: (done: number, total: number, what: string) => void;
}

/** What was made. */
export interface SampleSummary {
  /** files written, below `out` */
  files: number;
  accounts: number;
  deliveryFiles: number;
  /** good delivery rows */
  deliveries: number;
  deliveryBytes: number;
  pages: number;
  answerKey: string;
}

function writeFile(root: string, name: string, content: string | Buffer): void {
  const file = path.join(root, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

function accountsKey(
  accounts: readonly Account[],
  aliases: AnswerKey['accounts']['aliases'],
): AnswerKey['accounts'] {
  const count = (kind: Account['kind']) => accounts.filter((account) => account.kind === kind).length;
  return {
    file: ACCOUNTS_FILE,
    rows: accounts.length,
    active: count('active'),
    dormant: count('dormant'),
    prospects: count('prospect'),
    key: accounts.filter((account) => isKeyOn(account, LAST_DAY)).length,
    key_list: accounts.flatMap(({ id, name, key }) => {
      if (!key) return [];
      return [
        { account_id: id, name, from: isoOf(key.from), to: key.to === undefined ? null : isoOf(key.to) },
      ];
    }),
    aliases,
  };
}

/**
 * Writes the sample company: accounts (XLSX), exports of CRM systems and deliveries (GB18030 CSV) to `inbox/`, the
 * sources of the exports to `sources/`, the bulletin site and the answer keys to `sample/`. Files of an earlier sample are replaced.
 * @throws CoalfaceError `bad_scale` or `bad_seed`
 */
export async function generateSample(options: SampleOptions): Promise<SampleSummary> {
  const { out, scale = 1, seed = DEFAULT_SEED, onProgress = () => {} } = options;
  if (!Number.isInteger(scale) || scale < 1 || scale > MAX_SCALE)
    throw new CoalfaceError('bad_scale', `scale ${scale} is not a whole number from 1 to ${MAX_SCALE}`);
  if (!Number.isSafeInteger(seed)) throw new CoalfaceError('bad_seed', `seed ${seed} is not a whole number`);

  const accounts = makeAccounts(seed);
  const ports = makePorts(seed);
  const prices = makePrices(
    seed,
    (day) => (ports.ports.QHD[Math.min(day, LAST_DAY) - FIRST_DAY]?.stock ?? 0) / 100,
  );

  const inbox = path.join(out, 'inbox');
  const sample = path.join(out, 'sample');
  writeFile(inbox, `accounts/${ACCOUNTS_FILE}`, await accountsWorkbook(accounts));
  onProgress(1, 1, 'accounts');

  const crm = writeDefaultSet(out, makeCrm(seed, accounts));
  writeFile(sample, 'answer-key.crm.json', `${JSON.stringify(crm, null, 1)}\n`);
  onProgress(1, 1, 'crm');

  const deliveries = await writeDeliveries({
    folder: path.join(inbox, 'deliveries'),
    accounts,
    prices,
    seed,
    scale,
    onDay: (done, total) => onProgress(done, total, 'deliveries'),
  });

  const port = portSection(ports, makeFaults(ports, seed));
  const price = priceSection(prices);
  const coast = coastSection(makeCoast(seed));
  const home: Page = indexPage('index.html', '示例煤炭信息网', [
    { href: './port/index.html', title: '环渤海四港煤炭动态', date: isoOf(LAST_DAY + 1) },
    { href: './price/index.html', title: '秦皇岛动力煤平仓价', date: isoOf(LAST_PRICE_DAY) },
    { href: './weekly/index.html', title: '环渤海动力煤价格指数', date: isoOf(LAST_PRICE_DAY) },
    { href: './coast/index.html', title: '沿海电煤与进口周报（示例）', date: isoOf(LAST_DAY) },
  ]);
  const pages = [home, ...port.pages, ...price.pages, ...coast.pages];
  const site = path.join(sample, 'site');
  fs.rmSync(site, { recursive: true, force: true });
  pages.forEach((page, i) => {
    writeFile(site, page.path, page.html);
    onProgress(i + 1, pages.length, 'bulletins');
  });

  const key: AnswerKey = {
    seed,
    scale,
    span: { first_day: isoOf(FIRST_DAY), last_day: isoOf(LAST_DAY), last_price_day: isoOf(LAST_PRICE_DAY) },
    accounts: accountsKey(accounts, deliveries.aliases),
    deliveries: deliveries.key,
    ports: port.key,
    prices: price.key,
    coast: coast.key,
  };
  writeFile(sample, 'answer-key.json', `${JSON.stringify(key, null, 1)}\n`);
  onProgress(1, 1, 'answer key');

  const deliveryFiles = deliveries.key.files.length;
  return {
    files: 1 + 2 * crm.length + 1 + deliveryFiles + pages.length + 1,
    accounts: accounts.length,
    deliveryFiles,
    deliveries: deliveries.key.good,
    deliveryBytes: deliveries.bytes,
    pages: pages.length,
    answerKey: path.join(sample, 'answer-key.json'),
  };
}
