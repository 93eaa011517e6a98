import type { Rng } from './random.ts';

/** Uses of coal, as the CRM writes them. */
export type Industry = '电力' | '冶金' | '建材' | '化工' | '贸易' | '供热民用';

// two rare characters make a brand: none of these pairs is the name of a coal, power or steel company
const FIRST = [...'霁沧翠朗泓砚汀瀚曙禾珩琅璟昀祁栖衡隽翎峣'];
const SECOND = [...'岭麓屿坪峦渚澜垣野樾桥泽岫陌汇邺塬汐煦蔚榆棠'];
const TRADES: Record<Industry, readonly string[]> = {
  电力: ['电力', '发电', '热电'],
  冶金: ['钢铁', '特钢', '冶炼'],
  建材: ['水泥', '建材'],
  化工: ['化工', '煤化工'],
  贸易: ['燃料贸易', '物资'],
  供热民用: ['供热', '热力'],
};
const FORMS = ['股份有限公司', '有限责任公司', '有限公司'];
const PLANT_PLACES = [...'东西南北'].flatMap((side) => ['渚', '湾', '溪'].map((place) => side + place));

/** A company's registered name and its short name. */
export interface CompanyName {
  name: string;
  short: string;
}

/** Gives out fictional company names, each brand once. */
export class CompanyNames {
  readonly #brands: string[];
  readonly #rng: Rng;

  constructor(rng: Rng) {
    this.#rng = rng;
    this.#brands = rng.shuffled(FIRST.flatMap((a) => SECOND.map((b) => a + b)));
  }

  /**
   * The next company of an industry.
   * @throws RangeError when every brand is used
   */
  next(industry: Industry): CompanyName {
    const brand = this.#brands.pop();
    if (brand === undefined) throw new RangeError('no fictional brand left');
    const short = brand + this.#rng.pick(TRADES[industry]);
    return { name: short + this.#rng.pick(FORMS), short };
  }

  /** The n-th power plant of a group: a child company, not another name of the group. */
  plant(parent: CompanyName, n: number): CompanyName {
    const short = `${parent.short}${PLANT_PLACES[n % PLANT_PLACES.length]}发电厂`;
    return { name: short, short };
  }
}

/** Every way the weighbridge writes a company: full name, short name and, for a 股份 company, bracket variants. */
export function writtenForms({ name, short }: CompanyName): string[] {
  const forms = name === short ? [name] : [name, short];
  if (!name.endsWith('股份有限公司')) return forms;
  return [...forms, `${short}（股份）有限公司`, `${short}(股份)有限公司`];
}
