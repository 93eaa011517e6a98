import type { DuckDBConnection } from '@duckdb/node-api';
import {
  addDays,
  insertAccounts,
  insertDeliveries,
  insertObservations,
  insertPortDays,
  insertPrices,
  insertRows,
  type DeliveryRow,
  type ObservationRow,
  type PortDayRow,
  type PriceRow,
} from './rows.ts';

const FIRST = '2010-01-01';
const LAST = '2012-06-18';
const LAST_PRICE = '2012-06-20';

type Waypoints = readonly (readonly [string, number])[];

// short name, industry, province, tonnes a day, yearly growth, key from, key to
const CUSTOMERS = [
  ['江海电力', '电力', '江苏', 15000, 0.12, '2010-01-01', null],
  ['东岭电力', '电力', '浙江', 12500, 0.1, '2010-01-01', null],
  ['南湾电力', '电力', '广东', 11000, 0.02, '2010-01-01', null],
  ['北原钢铁', '冶金', '河北', 9500, 0.04, '2011-01-01', null],
  ['云港能源', '电力', '山东', 8800, -0.02, '2011-10-01', null],
  ['楚天电力', '电力', '湖北', 7600, 0, null, null],
  ['沪东热电', '电力', '上海', 7200, -0.03, '2010-01-01', '2011-07-01'],
  ['闽江发电', '电力', '福建', 6900, 0.01, null, null],
  ['中州建材', '建材', '河南', 6400, -0.06, null, null],
  ['皖南水泥', '建材', '安徽', 5200, -0.04, null, null],
  ['鲁西化工品', '化工', '山东', 4900, 0.03, null, null],
  ['冀中焦化', '冶金', '河北', 4300, -0.01, null, null],
  ['苏北热力', '供热民用', '江苏', 3800, 0, null, null],
  ['浙海贸易', '贸易', '浙江', 3400, -0.08, null, null],
  ['粤西化工品', '化工', '广东', 3000, 0.05, null, null],
  ['赣北水泥', '建材', '江西', 2200, -0.02, null, null],
] as const;

const STOCK: Record<string, Waypoints> = {
  QHD: [
    ['2010-01-01', 560],
    ['2010-08-22', 717],
    ['2010-12-31', 660],
    ['2011-03-06', 847.9],
    ['2011-05-01', 640],
    ['2011-08-01', 819.5],
    ['2011-09-25', 490],
    ['2011-12-31', 636.7],
    ['2012-04-05', 640],
    ['2012-04-28', 545],
    ['2012-06-03', 816.5],
    ['2012-06-10', 898],
    ['2012-06-18', 945.61],
  ],
  CFD: [
    ['2010-01-01', 160],
    ['2011-12-31', 236],
    ['2012-06-03', 268.4],
    ['2012-06-10', 291],
    ['2012-06-18', 303.6],
  ],
  JT: [
    ['2010-01-01', 275],
    ['2011-12-31', 345],
    ['2012-06-03', 402],
    ['2012-06-10', 445],
    ['2012-06-18', 457.2],
  ],
  TJ: [
    ['2010-01-01', 300],
    ['2011-12-31', 330],
    ['2012-06-03', 343],
    ['2012-06-10', 381],
    ['2012-06-18', 388.4],
  ],
};
const SHIPS: Record<string, number> = { QHD: 88, CFD: 5, JT: 14, TJ: 17 };
const FLOW: Record<string, number> = { QHD: 68, CFD: 17, JT: 22, TJ: 24 };

const INDEX: Waypoints = [
  ['2010-01-06', 770],
  ['2010-05-05', 735],
  ['2010-11-03', 805],
  ['2011-03-30', 768],
  ['2011-08-03', 835],
  ['2011-11-09', 853],
  ['2012-01-04', 808],
  ['2012-02-29', 775],
  ['2012-05-09', 787],
  ['2012-05-30', 773],
  ['2012-06-13', 752],
  ['2012-06-20', 729],
];
const RATIO: Record<string, number> = { Q5800: 1.083, Q5500: 1, Q5000: 0.862, Q4500: 0.724 };
const QUOTED: Record<string, Record<string, [number, number]>> = {
  '2012-06-18': { Q5800: [780, 790], Q5500: [720, 730], Q5000: [620, 630], Q4500: [520, 530] },
  '2012-06-19': { Q5800: [770, 780], Q5500: [710, 720], Q5000: [610, 620], Q4500: [510, 520] },
  '2012-06-20': { Q5800: [760, 770], Q5500: [700, 710], Q5000: [600, 610], Q4500: [500, 510] },
};

/**
 * Fill an empty warehouse with a small plausible company and market, 2010-01-01 to 2012-06-18 (prices to 06-20): enough
 * to see every page work, with the seed figures of June 2012. Nothing in it is random.
 */
export async function fillDemo(connection: DuckDBConnection): Promise<void> {
  await insertAccounts(
    connection,
    CUSTOMERS.map(([short, industry, province, , , key_from, key_to], index) => ({
      account_id: accountId(index),
      name: `${short}股份有限公司`,
      short_name: short,
      industry,
      registered_province: province,
      use_province: province,
      key_from,
      key_to,
    })),
  );
  await insertDeliveries(connection, deliveries());
  await insertPortDays(connection, portDays());
  await insertPrices(connection, prices());
  await insertObservations(connection, weeklyIndex(), 7);
  await insertRows(connection, 'meta.file', [
    { ...FILE, id: 'demo-deliveries', source: 'deliveries', name: '地磅发运_2012-06.csv' },
    { ...FILE, id: 'demo-ports', source: 'port_bulletin', name: '2012-06.html' },
    { ...FILE, id: 'demo-prices', source: 'price_bulletin', name: '2012-06.html' },
  ]);
  await insertRows(connection, 'meta.load', [
    {
      ...LOAD,
      file: 'demo-deliveries',
      source: 'deliveries',
      rows_read: 292,
      inserted: 288,
      quarantined: 1,
      furniture: 3,
    },
    {
      ...LOAD,
      file: 'demo-ports',
      source: 'port_bulletin',
      rows_read: 92,
      inserted: 72,
      quarantined: 0,
      furniture: 20,
    },
    {
      ...LOAD,
      file: 'demo-prices',
      source: 'price_bulletin',
      last_day: LAST_PRICE,
      rows_read: 16,
      inserted: 14,
      quarantined: 0,
      furniture: 2,
    },
  ]);
}

const FILE = { sha256: 'hand-made', bytes: 1, received_at: '2012-06-18 17:50:00+08' };
const LOAD = {
  run: 'hand-made',
  updated: 0,
  unchanged: 0,
  first_day: '2012-06-01',
  last_day: LAST,
  loaded_at: '2012-06-18 17:55:00+08',
};

function accountId(index: number): string {
  return `KH${String(index + 1).padStart(4, '0')}`;
}

function* days(from: string, to: string): Generator<{ day: string; index: number; weekday: number }> {
  for (let day = from, index = 0; day <= to; day = addDays(day, 1), index++) {
    yield { day, index, weekday: new Date(day).getUTCDay() };
  }
}

/** The value on a day along straight lines through the waypoints; the ends are held. */
function along(points: Waypoints, day: string): number {
  const after = points.findIndex(([at]) => at >= day);
  const [nextDay, next] = points[after] ?? points.at(-1) ?? [day, 0];
  const [lastDay, last] = points[after - 1] ?? [nextDay, next];
  if (after < 0 || nextDay === lastDay) return next;
  const passed = (Date.parse(day) - Date.parse(lastDay)) / (Date.parse(nextDay) - Date.parse(lastDay));
  return last + (next - last) * passed;
}

function deliveries(): DeliveryRow[] {
  const made: DeliveryRow[] = [];
  for (const { day, index, weekday } of days(FIRST, LAST)) {
    const season = 1 + 0.09 * Math.cos(((index % 365) / 365) * 4 * Math.PI);
    const market = along(INDEX, day);
    CUSTOMERS.forEach(([, , province, tonnes, growth], customer) => {
      const swing = 1 + 0.12 * Math.sin(index / (3 + (customer % 5)) + customer);
      const net = tonnes * season * swing * (1 + (growth * index) / 365) * (weekday === 0 ? 0.85 : 1);
      made.push({
        day,
        account_id: accountId(customer),
        net_t: Math.round(net * 100) / 100,
        province,
        grade: customer % 4 === 0 ? 'Q5000' : 'Q5500',
        price_cny_t: Math.round(market * (customer % 4 === 0 ? 0.862 : 1) * 0.93),
      });
    });
  }
  return made;
}

function portDays(): PortDayRow[] {
  return Object.entries(STOCK).flatMap(([port, points]) => {
    const digits = port === 'QHD' ? 100 : 10;
    let before: number | null = null;
    return [...days(FIRST, LAST)].map(({ day, index }): PortDayRow => {
      const stock = Math.round((along(points, day) + wobble(points, day, index)) * digits) / digits;
      const railIn = Math.round(((FLOW[port] ?? 0) + 3 * Math.sin(index / 4)) * 10) / 10;
      const shipOut = Math.round((railIn - (stock - (before ?? stock))) * 10) / 10;
      before = stock;
      const ships = Math.round(
        (SHIPS[port] ?? 0) * (day <= '2012-06-10' ? 1 + 0.2 * Math.sin((index - 891) / 30) : 0.96),
      );
      return [day, port, stock, railIn, shipOut, ships];
    });
  });
}

/** A ripple that is nothing on the waypoints themselves. */
function wobble(points: Waypoints, day: string, index: number): number {
  const distance = Math.min(...points.map(([at]) => Math.abs(Date.parse(at) - Date.parse(day)) / 86_400_000));
  return Math.min(distance / 10, 1) * 6 * Math.sin(index / 3);
}

function prices(): PriceRow[] {
  const made: PriceRow[] = [];
  for (const { day, weekday } of days('2010-01-04', LAST_PRICE)) {
    if (weekday === 0 || weekday === 6) continue;
    for (const [grade, ratio] of Object.entries(RATIO)) {
      const middle = Math.round((along(INDEX, day) * ratio) / 5) * 5;
      const [low, high] = QUOTED[day]?.[grade] ?? [middle - 5, middle + 5];
      made.push([day, grade, low, high]);
    }
  }
  return made;
}

function weeklyIndex(): ObservationRow[] {
  return [...days('2010-10-13', LAST_PRICE)]
    .filter(({ weekday }) => weekday === 3)
    .map(({ day }) => ['BOHAI.INDEX', day, Math.round(along(INDEX, day))]);
}
