import { LAST_DAY, dayOf, type Day } from '../../calendar.ts';
import { GRADES } from '../../grades.ts';
import { MINES } from '../../lots.ts';
import type { Rng } from '../../random.ts';
import type { Row } from '../objects.ts';
import { stamp, tonnes, yuan } from '../values.ts';
import { buyersOn, customerCells, weightedCustomers, type Customer } from './customers.ts';
import { marketFen } from './prices.ts';

/** Shipments of the last weeks, by each of the systems that record them. */
const EACH = 320;
const FROM = dayOf('2012-05-01');
const STATIONS = ['青岭站', '云台东站', '石河南站'];
const ENDS = ['渚东站', '溪口站', '湾里站', '塘北站'];
const SHIPS = ['云帆轮', '海砚轮', '朗洲轮', '瀚渚轮', '霁月轮'];
const PORTS = ['东渚港', '南湾港', '西溪港'];

function common(no: string, day: Day, customer: Customer, rng: Rng): Row {
  const { account_code, account_name, account_id } = customerCells(customer, rng);
  const grade = rng.pick(GRADES);
  return {
    ticket_no: no,
    weighed_at: stamp(day, rng.int(0, 1439)),
    grade,
    mine: rng.pick(MINES),
    consignee: account_name,
    account_code,
    account_id,
    province: customer.account.useProvince,
    price_cny_t: yuan(marketFen(grade, day) - rng.int(0, 40) * 100),
    remark: null,
  };
}

function rail(i: number, day: Day, customer: Customer, rng: Rng): Row {
  const billed = rng.int(60, 80) * 1000;
  const loss = rng.int(0, 90) * 10;
  return {
    ...common(`H${String(i + 1).padStart(7, '0')}`, day, customer, rng),
    weighed_at: stamp(day, 0),
    vehicle: `0${rng.int(100_000, 999_999)}`,
    mode: 'rail',
    billed_t: tonnes(billed),
    net_t: tonnes(billed - loss),
    gross_t: tonnes(billed - loss + 23_000),
    tare_t: tonnes(23_000),
    loss_t: tonnes(loss),
    from_station: rng.pick(STATIONS),
    to_station: rng.pick(ENDS),
    origin: 'rail',
  };
}

function ship(i: number, day: Day, customer: Customer, rng: Rng): Row {
  return {
    ...common(`C2012${String(i + 1).padStart(4, '0')}`, day, customer, rng),
    vehicle: rng.pick(SHIPS),
    voyage: `V${String(rng.int(1, 60)).padStart(3, '0')}`,
    mode: 'rail_water',
    net_t: tonnes(rng.int(8000, 50_000) * 1000),
    to_station: rng.pick(PORTS),
    settled_kcal: String(rng.int(4500, 5800)),
    origin: 'ship',
  };
}

function truck(i: number, day: Day, customer: Customer, rng: Rng): Row {
  const net = rng.int(1500, 2800) * 20;
  const tare = rng.int(650, 900) * 20;
  return {
    ...common(`G${String(i + 1).padStart(6, '0')}`, day, customer, rng),
    vehicle: `晋B${rng.int(10_000, 99_999)}`,
    mode: 'truck',
    gross_t: tonnes(net + tare),
    tare_t: tonnes(tare),
    net_t: tonnes(net),
    origin: 'weighbridge',
  };
}

/** Rail waybills, ship loadings and truck weighings. */
export function shipmentRows(customers: readonly Customer[], rng: Rng): Row[] {
  const pick = weightedCustomers(buyersOn(customers, LAST_DAY), 0.7);
  return [rail, ship, truck].flatMap((make) =>
    Array.from({ length: EACH }, () => rng.int(FROM, LAST_DAY))
      .sort((a, b) => a - b)
      .map((day, i) => make(i, day, pick(rng), rng)),
  );
}
