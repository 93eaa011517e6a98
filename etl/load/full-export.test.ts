import { beforeEach, expect, test } from 'vitest';
import type { Source } from '../../data/source-file.ts';
import { buildMarts } from '../marts.ts';
import { useLoader } from '../testing/loader.ts';
import { DELIVERY_HEADER, deliveryLine } from '../testing/small-home.ts';

const { connection, source, load, ask } = useLoader();
const ACCOUNT_HEADER = '客户编号,客户名称,行业';
beforeEach(async () => {
  await load(source('account', 'accounts'), '客户_2012-01-01.csv', [
    ACCOUNT_HEADER,
    'C001,江海电力,电力',
    'C002,东岭钢铁,冶金',
  ]);
});

const HEADER = '联系人编号,客户编号,姓名,职务';
const person = (n: number, title = '经理'): string => `L-${n},C001,人${n},${title}`;
const people = (...numbers: number[]): string[] => [HEADER, ...numbers.map((n) => person(n))];
const contacts = (): Promise<unknown[][]> =>
  ask('SELECT contact_id, _deleted_on FROM crm.contact ORDER BY ALL');

test('a row that a full export lacks is gone from its day, and back with the next that has it, the same bytes as before', async () => {
  const all = source('contact', 'all', 'full: true');
  await load(all, '联系人_2012-01-31.csv', people(1, 2, 3));
  const counts = await load(all, '联系人_2012-02-29.csv', people(1, 3));
  expect(counts).toMatchObject({ read: 3, inserted: 0, updated: 0, unchanged: 2, furniture: 1 });
  expect(await contacts()).toEqual([
    ['L-1', null],
    ['L-2', '2012-02-29'],
    ['L-3', null],
  ]);
  await load(all, '联系人_2012-03-31.csv', people(1, 2, 3));
  expect(await contacts()).toEqual([
    ['L-1', null],
    ['L-2', null],
    ['L-3', null],
  ]);
  await load(all, '联系人_2012-04-30.csv', people(1));
  await load(all, '联系人_2012-05-31.csv', people(1, 2));
  expect(await contacts()).toEqual([
    ['L-1', null],
    ['L-2', null],
    ['L-3', '2012-04-30'],
  ]);
});

test('full exports that come late bring nothing back and take nothing away, but date what is gone', async () => {
  const all = source('contact', 'all', 'full: true');
  await load(all, '联系人_2012-05-31.csv', people(1));
  await load(all, '联系人_2012-01-31.csv', people(1, 2));
  await load(all, '联系人_2012-03-31.csv', people(2, 3));
  expect(await contacts()).toEqual([
    ['L-1', null],
    ['L-2', '2012-05-31'],
    ['L-3', '2012-05-31'],
  ]);
  await load(all, '联系人_2012-04-30.csv', people(2));
  expect(await contacts()).toEqual([
    ['L-1', null],
    ['L-2', '2012-05-31'],
    ['L-3', '2012-04-30'],
  ]);
});

test('only the rows of its own source vanish from a full export', async () => {
  const [all, also] = ['all', 'also'].map((id) => source('contact', id, 'full: true')) as [Source, Source];
  const some = source('contact', 'some');
  await load(some, '联系人_2012-01-15.csv', people(7));
  await load(also, '联系人_2012-01-20.csv', people(8, 9));
  await load(all, '联系人_2012-01-31.csv', people(1));
  await load(all, '联系人_2012-02-29.csv', people(2));
  await load(also, '联系人_2012-03-31.csv', people(8));
  expect(await contacts()).toEqual([
    ['L-1', '2012-02-29'],
    ['L-2', null],
    ['L-7', null],
    ['L-8', null],
    ['L-9', '2012-03-31'],
  ]);
});

/** Files of two sources that state one row, the same or otherwise. */
const TWO_SOURCES: ['all' | 'some', string, string[]][] = [
  ['all', '联系人_2012-01-31.csv', people(1, 2, 3, 4)],
  ['some', '联系人_2012-02-10.csv', [HEADER, person(2), person(3, '厂长')]],
  ['all', '联系人_2012-02-29.csv', people(1)],
  ['some', '联系人_2012-03-10.csv', people(4)],
  ['some', '联系人_2012-03-20.csv', people(5)],
  ['all', '联系人_2012-04-30.csv', people(1, 5)],
  ['all', '联系人_2012-05-31.csv', people(1)],
];

test.each([
  ['in order', [0, 1, 2, 3, 4, 5, 6]],
  ['the other way round', [6, 5, 4, 3, 2, 1, 0]],
  ['one source after the other', [0, 2, 5, 6, 1, 3, 4]],
  ['mixed', [3, 0, 6, 1, 5, 2, 4]],
])('a row of two sources vanishes with the one that states it last: %s', async (_order, order) => {
  const sources = { all: source('contact', 'all', 'full: true'), some: source('contact', 'some') };
  for (const at of order) {
    const [id, name, lines] = TWO_SOURCES[at] as (typeof TWO_SOURCES)[number];
    await load(sources[id], name, lines);
  }
  expect(await ask('SELECT contact_id, title, _deleted_on FROM crm.contact ORDER BY ALL')).toEqual([
    ['L-1', '经理', null],
    ['L-2', '经理', null],
    ['L-3', '厂长', null],
    ['L-4', '经理', null],
    ['L-5', '经理', '2012-05-31'],
  ]);
});

test('a row that is kept aside is not gone; an export that cannot be read whole says nothing of what is gone', async () => {
  const all = source('contact', 'all', 'full: true');
  const aside = [HEADER, person(1), 'L-2,C404,人2,经理'];
  await load(all, '联系人_2012-01-31.csv', people(1, 2, 3));
  const counts = await load(all, '联系人_2012-02-29.csv', aside);
  expect(counts).toMatchObject({ quarantined: 1 });
  expect(await contacts()).toEqual([
    ['L-1', null],
    ['L-2', null],
    ['L-3', '2012-02-29'],
  ]);
  await load(all, '联系人_2012-03-31.csv', [...people(2), 'L-1,C001,人1,经理,,多,一,列']);
  expect(await contacts()).toEqual([
    ['L-1', null],
    ['L-2', null],
    ['L-3', '2012-02-29'],
  ]);
  await load(all, '联系人_2012-04-30.csv', people(3));
  expect(await contacts()).toEqual([
    ['L-1', '2012-04-30'],
    ['L-2', '2012-04-30'],
    ['L-3', null],
  ]);
  // once its customer is known the row that was kept aside is stated after all
  await load(source('account', 'accounts'), '客户_2012-06-01.csv', [ACCOUNT_HEADER, 'C404,皖江电力,电力']);
  await load(all, '联系人_2012-02-29.csv', aside);
  expect(await ask('SELECT contact_id, account_id, _deleted_on FROM crm.contact ORDER BY ALL')).toEqual([
    ['L-1', 'C001', '2012-04-30'],
    ['L-2', 'C001', '2012-04-30'],
    ['L-3', 'C001', null],
  ]);
});

const COLUMNS = 'columns: { gross_t: { required: true } }\nconstants: { origin: weighbridge }\nfull: true';

test('the marts follow a delivery that vanishes and returns', async () => {
  const scale = source('delivery', 'scale', COLUMNS);
  const [one, other] = [
    deliveryLine('T1', '2012-06-02', 'C001', 40),
    deliveryLine('T2', '2012-06-03', 'C002', 60),
  ];
  const marts = async () => {
    await buildMarts(connection(), () => {});
    return ask(`SELECT 'day' AS mart, account_id, sum(net_t) FROM mart.account_day GROUP BY ALL
      UNION ALL SELECT 'month', account_id, sum(net_t) FROM mart.account_month GROUP BY ALL
      UNION ALL SELECT 'region', NULL, sum(net_t) FROM mart.region_day ORDER BY ALL`);
  };
  const whole = [
    ['day', 'C001', '40.000'],
    ['day', 'C002', '60.000'],
    ['month', 'C001', '40.000'],
    ['month', 'C002', '60.000'],
    ['region', null, '100.000'],
  ];
  await load(scale, '发运_2012-06-03.csv', [DELIVERY_HEADER, one, other]);
  expect(await marts()).toEqual(whole);
  await load(scale, '发运_2012-06-04.csv', [DELIVERY_HEADER, one]);
  expect(await marts()).toEqual([
    ['day', 'C001', '40.000'],
    ['month', 'C001', '40.000'],
    ['region', null, '40.000'],
  ]);
  await load(scale, '发运_2012-06-05.csv', [DELIVERY_HEADER, one, other]);
  expect(await marts()).toEqual(whole);
});

test('the marts follow a key account whose membership vanishes and returns with another source', async () => {
  const [all, some] = [source('account_change', 'all', 'full: true'), source('account_change', 'some')];
  await load(source('delivery', 'scale', COLUMNS), '发运_2012-06-02.csv', [
    DELIVERY_HEADER,
    deliveryLine('T1', '2012-06-02', 'C001', 40),
  ]);
  const header = '客户编号,变更项,变更后,生效日期';
  const member = [header, 'C001,大户,是,2012-01-01'];
  const keyTonnes = async () => {
    await buildMarts(connection(), () => {});
    return ask('SELECT sum(key_t) FROM mart.account_day');
  };
  await load(all, '变更_2012-06-03.csv', member);
  expect(await keyTonnes()).toEqual([['40.000']]);
  await load(all, '变更_2012-06-04.csv', [header, 'C002,大户,是,2012-01-01']);
  expect(await keyTonnes()).toEqual([['0.000']]);
  await load(some, '变更_2012-06-05.csv', member);
  expect(await keyTonnes()).toEqual([['40.000']]);
});

const FLAGS: [string, string, string][] = [
  ['联系人_2012-01-31.csv', '经理', '是'],
  ['联系人_2012-02-29.csv', '经理', '否'],
  ['联系人_2012-03-31.csv', '厂长', '是'],
  ['联系人_2012-04-30.csv', '经理', '是'],
];

test.each([
  ['in order', [0, 1, 2, 3]],
  ['the other way round', [3, 2, 1, 0]],
  ['the lifted flag last', [3, 0, 2, 1]],
  ['the first flag last', [3, 1, 2, 0]],
])(
  'a flagged row is deleted from the day of the first flag that was not lifted again: %s',
  async (_order, order) => {
    const some = source('contact', 'some');
    for (const at of order) {
      const [name, title, flag] = FLAGS[at] as (typeof FLAGS)[number];
      await load(some, name, [`${HEADER},是否删除`, `${person(1, title)},${flag}`]);
    }
    expect(await ask('SELECT title, deleted, _deleted_on FROM crm.contact')).toEqual([
      ['经理', 'true', '2012-03-31'],
    ]);
  },
);
