import { toneAt } from '../charts/palette.ts';
import type { ChartSeries, ChartSpec } from '../charts/spec.ts';
import { unitName } from '../format/numbers.ts';
import { translator } from '../i18n/index.ts';
import type { Lang } from '../i18n/languages.ts';
import { column, distinct, named, numbers, texts, type Table } from '../table.ts';

/** Provinces shown by name; the others are folded into one. */
const SHOWN = 8;

/** Share of tonnes by province and month, stacked, advantage markets first and marked. @param table `region_mix_month` */
export function regionChart(table: Table, lang: Lang): ChartSpec {
  const t = translator(lang);
  const provinces = texts(table, named(table, 'province', lang));
  const months = texts(table, 'month');
  const shares = numbers(table, 'share');
  const advantage = column(table, 'is_advantage');
  const x = distinct(table, 'month').sort();
  const place = new Map(x.map((month, i) => [month, i]));
  const total = new Map<string, number>();
  const marked = new Set<string>();
  provinces.forEach((province, row) => {
    total.set(province, (total.get(province) ?? 0) + (shares[row] ?? 0));
    if (advantage[row] === true) marked.add(province);
  });
  const largest = [...total.entries()]
    .toSorted(([a, x1], [b, x2]) => x2 - x1 || (a < b ? -1 : 1))
    .slice(0, SHOWN)
    .map(([province]) => province);
  const ordered = [...largest.filter((p) => marked.has(p)), ...largest.filter((p) => !marked.has(p))];
  const values = new Map<string, (number | null)[]>([...ordered, ''].map((key) => [key, x.map(() => null)]));
  provinces.forEach((province, row) => {
    const line = values.get(ordered.includes(province) ? province : '');
    const at = place.get(months[row] ?? '') ?? 0;
    if (line && shares[row] !== null) line[at] = (line[at] ?? 0) + (shares[row] ?? 0);
  });
  const series: ChartSeries[] = ordered.map((province, i) => ({
    name: marked.has(province) ? `★${province}` : province,
    type: 'bar',
    tone: toneAt(i),
    stack: 'share',
    values: values.get(province) ?? [],
  }));
  const rest = values.get('') ?? [];
  if (rest.some((value) => value !== null)) {
    series.push({ name: t('chart.regionOther'), type: 'bar', tone: 'other', stack: 'share', values: rest });
  }
  return {
    kind: 'category',
    x,
    series,
    axis: { unit: 'share', unitLabel: unitName('share', lang), min: 0, max: 1 },
    label: t('chart.regions'),
  };
}
