import { csvBytes } from '../formats/csv.ts';
import { workbookBytes } from '../formats/workbook.ts';
import { chinese, layoutOf, type LayoutStyle } from '../layout.ts';
import type { Dialect, Stranger } from '../table.ts';
import { PLAIN, serialOf, unpadded } from '../writers.ts';

const BASE: Omit<LayoutStyle, 'name' | 'headers'> = {
  pick: chinese(0),
  print: (header, unit) => `${header}${unit ? `(${unit})` : ''}`,
};
const RAIL: LayoutStyle = {
  ...BASE,
  name: 'rail',
  headers: {
    delivery: {
      origin: null,
      weigher: null,
      ticket_no: '货票号',
      weighed_at: '装车日期',
      vehicle: '车号',
      grade: '品名',
      mine: '发货单位',
      consignee: '收货人',
      province: '到省',
      from_station: '发站',
      to_station: '到站',
      voyage: null,
      settled_kcal: null,
      settled_t: null,
      price_cny_t: null,
    },
  },
};
const SHIP: LayoutStyle = {
  ...BASE,
  name: 'ship',
  headers: {
    delivery: {
      origin: null,
      weigher: null,
      ticket_no: '运单号',
      weighed_at: '离港时间',
      vehicle: '船名',
      consignee: '收货人',
      province: '流向',
      net_t: '装船数量',
      to_station: '到港',
      gross_t: null,
      tare_t: null,
      billed_t: null,
      loss_t: null,
      from_station: null,
      settled_t: null,
    },
  },
};
const SCALE: LayoutStyle = {
  ...BASE,
  name: 'weighbridge',
  headers: {
    delivery: {
      origin: null,
      weigher: null,
      ticket_no: '磅单号',
      grade: '货名',
      mine: '发货单位',
      vehicle: '车牌号',
      billed_t: null,
      loss_t: null,
      from_station: null,
      to_station: null,
      voyage: null,
      settled_t: null,
      settled_kcal: null,
    },
  },
  units: (_object, column) => (/^(gross|tare|net)_t$/.test(column) ? 'kg' : undefined),
};
const WAGONS: Stranger = { header: '车数', value: () => '1' };

const COMMON = {
  objects: ['delivery'],
  strangers: () => [],
  head: (_object: unknown, headers: readonly string[]) => [[...headers]],
  foot: () => [],
} satisfies Partial<Dialect>;

/** Rail waybills: GBK text; some wagon numbers have lost the zero that they begin with. */
export const rail: Dialect = {
  ...COMMON,
  name: 'rail',
  title: { zh: '铁路货票', en: 'Rail waybills' },
  only: { column: 'origin', value: 'rail' },
  // wagon numbers have seven digits
  says: { vehicle: { digits: 7 } },
  delimited: () => true,
  layout: (object) => layoutOf(object, RAIL),
  strangers: () => [WAGONS],
  fileName: (_object, variant) => `铁路货票_2012-06${variant}.csv`,
  writers: () => ({ ...PLAIN, timestamp: (stamp) => unpadded(stamp, '/') }),
  encode: ({ records }) => csvBytes(records, { encoding: 'gb18030', lineEnd: '\r\n' }),
};

/** Ship loadings: a workbook with date cells. */
export const ship: Dialect = {
  ...COMMON,
  name: 'ship',
  title: { zh: '装船记录', en: 'Ship loadings' },
  only: { column: 'origin', value: 'ship' },
  delimited: () => false,
  layout: (object) => layoutOf(object, SHIP),
  fileName: (_object, variant) => `装船记录_2012-06${variant}.xlsx`,
  writers: () => ({ ...PLAIN, timestamp: serialOf, decimal: Number }),
  encode: ({ records }) => workbookBytes([{ name: '装船', records }], { kind: 'xlsx' }),
};

/** A truck scale that weighs in kilograms. */
export const weighbridge: Dialect = {
  ...COMMON,
  name: 'weighbridge',
  title: { zh: '汽车衡', en: 'Truck scale' },
  only: { column: 'origin', value: 'weighbridge' },
  delimited: () => true,
  layout: (object) => layoutOf(object, SCALE),
  fileName: (_object, variant) => `汽车衡_2012-06${variant}.csv`,
  writers: () => ({ ...PLAIN, timestamp: (stamp) => stamp }),
  encode: ({ records }) => csvBytes(records, { encoding: 'gb18030', lineEnd: '\r\n' }),
};
