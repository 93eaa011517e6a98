import { Allotment } from './allotment.ts';
import { FIRST_DAY, LAST_DAY, dayOf } from './calendar.ts';
import type { Day } from './calendar.ts';
import { CompanyNames, writtenForms } from './company-names.ts';
import type { CompanyName, Industry } from './company-names.ts';
import { fictionalCreditCode } from './credit-code.ts';
import { Rng } from './random.ts';

const ACTIVE = 240;
const DORMANT = 60;
const PROSPECTS = 80;
const KEY_IN_FORCE = 28;
/** Of the dormant accounts, those that still bought at the start of the sample. */
const CHURNED = 35;
/** Of the active accounts, those that came during the sample. */
const NEW = 47;

/** What an account is to the company at the end of the sample. */
export type AccountKind = 'active' | 'dormant' | 'prospect';

/** One customer of the sample company. */
export interface Account {
  id: string;
  name: string;
  short: string;
  /** every way the weighbridge writes it */
  forms: string[];
  parentId?: string;
  industry: Industry;
  registeredProvince: string;
  useProvince: string;
  /** a second province of use, with its share of the tonnes */
  second?: { province: string; share: number };
  creditCode?: string;
  /** 万元 */
  creditLimitWan?: number;
  tier: 'A' | 'B' | 'C';
  owner: string;
  kind: AccountKind;
  /** place in the Zipf order; 0 for accounts without deliveries */
  rank: number;
  /** first and last day of buying; undefined for accounts without deliveries */
  buys?: { from: Day; to: Day };
  /** key-account status: first day, and the day it ends (exclusive) */
  key?: { from: Day; to?: Day };
}

/** ISO codes of the provinces' areas as social credit codes carry them. */
const AREA: Record<string, string> = {
  江苏: '320000',
  广东: '440000',
  浙江: '330000',
  河北: '130000',
  山东: '370000',
  湖北: '420000',
  河南: '410000',
  上海: '310000',
  福建: '350000',
  安徽: '340000',
  江西: '360000',
  辽宁: '210000',
  北京: '110000',
};
/** Target mix of tonnes in percent. */
const PROVINCE_MIX: Record<string, number> = {
  江苏: 16,
  广东: 15,
  浙江: 14,
  河北: 13,
  山东: 10,
  湖北: 7,
  河南: 6,
  上海: 6,
  福建: 6,
  安徽: 4,
  江西: 2,
  辽宁: 1,
};
/** Key accounts are mostly power; the others make the whole 58/18/9/8/5/2. */
const KEY_INDUSTRY_MIX: Record<Industry, number> = {
  电力: 75,
  冶金: 14,
  建材: 5,
  化工: 6,
  贸易: 0,
  供热民用: 0,
};
const OTHER_INDUSTRY_MIX: Record<Industry, number> = {
  电力: 44,
  冶金: 20.5,
  建材: 13,
  化工: 10,
  贸易: 9,
  供热民用: 3.5,
};

/** Ranks of the accounts that became key during the sample, and when. */
const PROMOTED: Record<number, string> = {
  9: '2010-07-01',
  12: '2010-10-01',
  14: '2011-01-01',
  17: '2011-04-01',
  20: '2011-07-01',
  22: '2011-10-01',
  25: '2012-01-01',
  28: '2012-03-01',
};
/** Ranks of the accounts that were key and lost it, and when. */
const DEMOTED: Record<number, string> = { 31: '2011-07-01', 36: '2012-02-01' };

const SURNAMES = [...'赵钱孙李周吴郑王冯陈沈韩杨朱秦许何吕'];
const GIVEN = ['建国', '志强', '晓峰', '文博', '立新', '春生', '海燕', '丽华', '永刚', '思远'];

/** Zipf–Mandelbrot weight 1/(rank + 2)^s. */
export function zipfWeight(rank: number, s: number): number {
  return 1 / (rank + 2) ** s;
}

interface Slot {
  kind: AccountKind;
  rank: number;
  weight: number;
  isKey: boolean;
  buys?: Account['buys'];
  key?: Account['key'];
}

function monthStart(rng: Rng, firstMonth: number, lastMonth: number): Day {
  const m = rng.int(firstMonth, lastMonth);
  return Date.UTC(2010, m, 1) / 86_400_000;
}

function keyStatus(rank: number, rng: Rng): Account['key'] {
  const since = dayOf(`${rng.int(2006, 2009)}-01-01`);
  const lost = DEMOTED[rank];
  if (lost !== undefined) return { from: since, to: dayOf(lost) };
  if (rank > KEY_IN_FORCE) return undefined;
  const promoted = PROMOTED[rank];
  return { from: promoted === undefined ? since : dayOf(promoted) };
}

function slots(rng: Rng): Slot[] {
  const out: Slot[] = [];
  const newRanks = new Set(rng.shuffled(Array.from({ length: ACTIVE - 60 }, (_, i) => i + 61)).slice(0, NEW));
  for (let rank = 1; rank <= ACTIVE; rank++) {
    const from = newRanks.has(rank) ? monthStart(rng, 2, 27) : FIRST_DAY;
    out.push({
      kind: 'active',
      rank,
      weight: zipfWeight(rank, 0.97),
      isKey: rank <= KEY_IN_FORCE,
      buys: { from, to: LAST_DAY },
      key: keyStatus(rank, rng),
    });
  }
  for (let i = 0; i < DORMANT; i++) {
    const rank = i < CHURNED ? rng.int(50, ACTIVE) : 0;
    const buys = rank > 0 ? { from: FIRST_DAY, to: monthStart(rng, 3, 24) - 1 } : undefined;
    out.push({ kind: 'dormant', rank, weight: 0, isKey: false, buys });
  }
  for (let i = 0; i < PROSPECTS; i++) out.push({ kind: 'prospect', rank: 0, weight: 0, isKey: false });
  return out;
}

function creditLimit(slot: Slot, rng: Rng): number | undefined {
  if (slot.kind === 'prospect') return undefined;
  return Math.max(50, Math.round((60_000 * slot.weight) / 50) * 50 + rng.int(0, 4) * 50);
}

/**
 * The customers of the sample company: 240 active, 60 dormant, 80 prospects; 28 of the active ones are key accounts at
 * the end of the sample and two more were. Names and codes are fictional.
 * @returns accounts in order of their code
 */
export function makeAccounts(seed: number): Account[] {
  const rng = new Rng(seed, 'accounts');
  const names = new CompanyNames(rng);
  const owners = rng.shuffled(SURNAMES.flatMap((s) => GIVEN.map((g) => s + g))).slice(0, 60);
  const places = slots(rng);
  const total = (isKey: boolean) => places.reduce((sum, s) => sum + (s.isKey === isKey ? s.weight : 0), 0);
  // by mid-sample both groups ship about half of the tonnes
  const toHalf = { key: 0.5 / total(true), other: 0.5 / total(false) };
  const keyIndustry = new Allotment(KEY_INDUSTRY_MIX, 0.5, rng);
  const otherIndustry = new Allotment(OTHER_INDUSTRY_MIX, 0.5, rng);
  const province = new Allotment(PROVINCE_MIX, 1, rng);
  const codes = rng.shuffled(places.map((_, i) => `K${String(i + 1).padStart(4, '0')}`));
  const groups: { id: string; name: CompanyName; plants: number }[] = [];

  const accounts = places.map((slot, i): Account => {
    const id = codes[i] as string;
    const weight = slot.weight * (slot.isKey ? toHalf.key : toHalf.other);
    const mix = slot.isKey ? keyIndustry : otherIndustry;
    const industry = (slot.rank === 1 ? mix.book('电力', weight) : mix.take(weight)) as Industry;
    const spread = slot.isKey || industry === '贸易' ? 0.25 : 0;
    const useProvince = province.take(weight * (1 - spread));
    const other = spread > 0 ? province.take(weight * spread) : useProvince;
    const group = industry === '电力' && slot.rank > 40 && rng.chance(0.35) ? rng.pick(groups) : undefined;
    const company =
      slot.rank === 1
        ? { name: '江海电力股份有限公司', short: '江海电力' }
        : group && group.plants < 6
          ? names.plant(group.name, group.plants++)
          : names.next(industry);
    if (industry === '电力' && slot.rank > 0 && slot.rank <= 6) groups.push({ id, name: company, plants: 0 });
    const registeredProvince = industry === '贸易' && rng.chance(0.4) ? '北京' : useProvince;
    const bare = slot.kind === 'prospect' && rng.chance(0.5);
    return {
      id,
      ...company,
      forms: writtenForms(company),
      parentId: company.name.endsWith('发电厂') ? group?.id : undefined,
      industry,
      registeredProvince,
      useProvince,
      second: other === useProvince ? undefined : { province: other, share: spread },
      creditCode: bare ? undefined : fictionalCreditCode(rng, AREA[registeredProvince] as string),
      creditLimitWan: creditLimit(slot, rng),
      tier: slot.isKey ? 'A' : slot.kind === 'active' && slot.rank <= 120 ? 'B' : 'C',
      owner: rng.pick(owners),
      kind: slot.kind,
      rank: slot.rank,
      buys: slot.buys,
      key: slot.key,
    };
  });
  return accounts.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** True where an account is a key account on a day: from inclusive, to exclusive. */
export function isKeyOn(account: Account, day: Day): boolean {
  const { key } = account;
  return key !== undefined && day >= key.from && (key.to === undefined || day < key.to);
}
