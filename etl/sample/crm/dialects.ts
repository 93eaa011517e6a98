import { dynamics } from './dialects/dynamics.ts';
import { fxiaoke } from './dialects/fxiaoke.ts';
import { html } from './dialects/html.ts';
import { kingdee } from './dialects/kingdee.ts';
import { odoo } from './dialects/odoo.ts';
import { salesforce } from './dialects/salesforce.ts';
import { rail, ship, weighbridge } from './dialects/shipments.ts';
import { wukong } from './dialects/wukong.ts';
import type { Dialect } from './table.ts';

/** Every dialect, by name. */
export const DIALECTS: ReadonlyMap<string, Dialect> = new Map(
  [wukong, fxiaoke, salesforce, dynamics, odoo, kingdee, html, rail, ship, weighbridge].map((one) => [
    one.name,
    one,
  ]),
);
