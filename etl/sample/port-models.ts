import { dayOf } from './calendar.ts';
import { waypoints } from './waypoints.ts';
import type { Waypoints } from './waypoints.ts';

/** The four Bohai-rim ports in the order of the bulletin. */
export const PORTS = ['QHD', 'CFD', 'JT', 'TJ'] as const;
export type PortCode = (typeof PORTS)[number];

/** What one port is like. */
export interface PortModel {
  /** 万吨 */
  stock: Waypoints;
  ships: Waypoints;
  meanIn: number;
  meanOut: number;
  /** step of published stock in hundredths of 万吨 */
  step: 1 | 10;
}

// published figures: Qinhuangdao 2010-08-22 and -31, 2011-02-24 (all four), 2011-03 peak, 2011-08-01, 2011-09 low, 2011-12-31,
// 2012-06-03, 06-10 (all four), 06-18; the others are assumptions of this sample
/** Every port's model. */
export const MODELS: Record<PortCode, PortModel> = {
  QHD: {
    stock: waypoints([
      ['2010-01-01', 560],
      ['2010-04-10', 520],
      ['2010-07-10', 600],
      ['2010-08-22', 717],
      ['2010-08-31', 730.5],
      ['2010-10-31', 620],
      ['2010-12-31', 660],
      ['2011-02-24', 825.9],
      ['2011-03-06', 847.9],
      ['2011-05-01', 640],
      ['2011-08-01', 819.5],
      ['2011-09-25', 490],
      ['2011-12-04', 750],
      ['2011-12-31', 636.7],
      ['2012-04-05', 640],
      ['2012-04-28', 545],
      ['2012-06-03', 816.5],
      ['2012-06-10', 898],
      ['2012-06-18', 945.61],
    ]),
    ships: waypoints([
      ['2010-01-01', 125],
      ['2010-08-15', 80],
      ['2010-08-31', 97],
      ['2011-02-24', 150],
      ['2011-04-10', 100],
      ['2011-08-01', 182],
      ['2011-10-10', 110],
      ['2012-03-01', 118],
      ['2012-06-03', 96],
      ['2012-06-10', 88],
      ['2012-06-18', 84],
    ]),
    meanIn: 68,
    meanOut: 67,
    step: 1,
  },
  CFD: {
    stock: waypoints([
      ['2010-01-01', 160],
      ['2010-10-15', 205],
      ['2011-02-24', 238],
      ['2011-09-25', 182],
      ['2011-12-31', 236],
      ['2012-04-28', 205],
      ['2012-06-03', 268.4],
      ['2012-06-10', 291],
      ['2012-06-18', 303.6],
    ]),
    ships: waypoints([
      ['2010-01-01', 22],
      ['2011-08-01', 34],
      ['2012-04-01', 12],
      ['2012-06-10', 5],
      ['2012-06-18', 6],
    ]),
    meanIn: 17,
    meanOut: 17,
    step: 10,
  },
  JT: {
    stock: waypoints([
      ['2010-01-01', 275],
      ['2010-10-15', 330],
      ['2011-02-24', 374],
      ['2011-09-25', 301],
      ['2011-12-31', 345],
      ['2012-04-28', 319],
      ['2012-06-03', 402],
      ['2012-06-10', 445],
      ['2012-06-18', 457.2],
    ]),
    ships: waypoints([
      ['2010-01-01', 28],
      ['2011-08-01', 40],
      ['2012-04-01', 20],
      ['2012-06-10', 14],
      ['2012-06-18', 13],
    ]),
    meanIn: 22,
    meanOut: 22,
    step: 10,
  },
  TJ: {
    stock: waypoints([
      ['2010-01-01', 150],
      ['2010-10-15', 181],
      ['2011-02-24', 186.4],
      ['2011-09-25', 208],
      ['2011-12-31', 262],
      ['2012-04-28', 285],
      ['2012-06-03', 343],
      ['2012-06-10', 381],
      ['2012-06-18', 389.5],
    ]),
    ships: waypoints([
      ['2010-01-01', 30],
      ['2011-08-01', 42],
      ['2012-04-01', 24],
      ['2012-06-10', 17],
      ['2012-06-18', 16],
    ]),
    meanIn: 20,
    meanOut: 20,
    step: 10,
  },
};

/** Days of the Daqin line's maintenance (assumed windows). */
export const MAINTENANCE = [
  ['2010-04-06', '2010-04-28'],
  ['2010-09-27', '2010-10-16'],
  ['2011-04-06', '2011-04-28'],
  ['2011-09-27', '2011-10-16'],
  ['2012-04-06', '2012-04-28'],
].map(([first, last]) => ({ first: dayOf(first as string), last: dayOf(last as string) }));

/** Days on which a port counted at another hour, so that stock and flows disagree beyond tolerance. */
export const UNRECONCILED: readonly (readonly [iso: string, port: PortCode, residual: number])[] = [
  ['2010-06-09', 'QHD', 640],
  ['2010-11-17', 'JT', -410],
  ['2011-05-19', 'TJ', 380],
  ['2011-10-26', 'QHD', -560],
  ['2012-02-21', 'CFD', 450],
  ['2012-03-15', 'QHD', 520],
];
