import { isKeyOn, zipfWeight } from './accounts.ts';
import type { Account } from './accounts.ts';
import type { Month } from './calendar.ts';
import type { Industry } from './company-names.ts';
import { Rng } from './random.ts';
import { lineAt, waypoints } from './waypoints.ts';

/** Commercial coal of the group, tonnes a year, were there no Spring Festival: with it about 42 Mt. */
const TONNES_A_YEAR = 42_600_000;
/** Industry mix of tonnes, for the seasonal swing of the total. */
const INDUSTRY_MIX: Record<Industry, number> = {
  电力: 0.58,
  冶金: 0.18,
  建材: 0.09,
  化工: 0.08,
  贸易: 0.05,
  供热民用: 0.02,
};
const POWER_SEASON = [1.1, 0.92, 1.0, 0.93, 0.93, 0.97, 1.08, 1.1, 0.97, 0.92, 1.0, 1.1];
const CEMENT_SEASON = [0.7, 0.6, 0.95, 1.1, 1.15, 1.1, 1.0, 1.0, 1.08, 1.1, 1.12, 1.05];
const HEATING_SEASON = [1.9, 1.7, 1.2, 0.5, 0.4, 0.4, 0.4, 0.4, 0.5, 1.0, 1.7, 1.9];
/** Share of key accounts in the tonnes: crosses one half at the end of 2011. */
const KEY_SHARE = waypoints([
  ['2010-01-01', 0.455],
  ['2010-12-01', 0.475],
  ['2011-07-01', 0.487],
  ['2011-11-01', 0.497],
  ['2011-12-01', 0.508],
  ['2012-01-01', 0.52],
  ['2012-04-01', 0.531],
  ['2012-06-01', 0.538],
]);
/** Zipf exponent: concentration grows over the sample. */
const EXPONENT = waypoints([
  ['2010-01-01', 0.88],
  ['2012-06-01', 1.0],
]);
/** Provinces that gain or lose ground, per year. */
const PROVINCE_DRIFT: Record<string, number> = {
  湖北: 0.06,
  江苏: 0.03,
  广东: -0.05,
  山东: -0.04,
  河北: 0.02,
};

function season(industry: Industry, month: Month): number {
  const i = month.number - 1;
  if (industry === '电力') return (POWER_SEASON[i] as number) * powerDemand(month);
  if (industry === '建材') return CEMENT_SEASON[i] as number;
  return industry === '供热民用' ? (HEATING_SEASON[i] as number) : 1;
}

/** Hydropower and a cooling economy take from coal power in 2012. */
function powerDemand(month: Month): number {
  if (month.year < 2012 || month.number <= 3) return 1;
  return month.number === 4 ? 0.97 : 0.94;
}

function groupTonnes(month: Month): number {
  const swing = Object.entries(INDUSTRY_MIX).reduce(
    (sum, [industry, share]) => sum + share * season(industry as Industry, month),
    0,
  );
  return (TONNES_A_YEAR / 365) * month.length * swing;
}

/**
 * Tonnes that each account takes in each whole month, before the swings within the month: Zipf–Mandelbrot weights with
 * a drifting exponent and a lognormal walk (σ 0.15 a year, small for the largest), scaled so that the key accounts of
 * the month ship the key share of the month.
 * @returns for each account, tonnes by month index
 */
export function monthlyDemand(
  accounts: readonly Account[],
  months: readonly Month[],
  seed: number,
): Map<string, number[]> {
  const demand = new Map(accounts.map((account) => [account.id, months.map(() => 0)]));
  const rng = new Rng(seed, 'demand');
  const walk = new Map(accounts.map((account) => [account.id, 0]));
  for (const month of months) {
    const years = month.index / 12;
    const raw = { key: 0, other: 0 };
    const wants = accounts.flatMap((account) => {
      const { buys, rank } = account;
      const step = rng.normal(0, (rank <= 8 ? 0.02 : 0.15) / Math.sqrt(12));
      const path = (walk.get(account.id) as number) + step;
      walk.set(account.id, path);
      if (!buys || month.last < buys.from || month.first > buys.to) return [];
      const drift = 1 + (PROVINCE_DRIFT[account.useProvince] ?? 0) * years;
      const want =
        zipfWeight(rank, lineAt(EXPONENT, month.first)) *
        Math.exp(path) *
        drift *
        season(account.industry, month);
      const group = isKeyOn(account, month.first) ? 'key' : 'other';
      raw[group] += want;
      return [{ id: account.id, group, want } as const];
    });
    const share = lineAt(KEY_SHARE, month.first);
    const tonnes = groupTonnes(month);
    const scale = { key: (tonnes * share) / raw.key, other: (tonnes * (1 - share)) / raw.other };
    for (const { id, group, want } of wants) (demand.get(id) as number[])[month.index] = want * scale[group];
  }
  return demand;
}
