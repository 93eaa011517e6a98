import { gradeTone } from '../charts/palette.ts';
import type { ChartSpec } from '../charts/spec.ts';
import { unitName } from '../format/numbers.ts';
import { translator } from '../i18n/index.ts';
import type { Lang } from '../i18n/languages.ts';
import { distinct, numbers, texts, type Table } from '../table.ts';

/** Middle prices by grade over time, each with its quoted range as a band. @param table `price_by_grade` */
export function priceChart(table: Table, lang: Lang): ChartSpec {
  const days = texts(table, 'day');
  const grades = texts(table, 'grade');
  const x = distinct(table, 'day').sort();
  const place = new Map(x.map((day, i) => [day, i]));
  const of = (grade: string, name: string) => {
    const values = numbers(table, name);
    const out: (number | null)[] = x.map(() => null);
    days.forEach((day, row) => {
      if (grades[row] === grade) out[place.get(day) ?? 0] = values[row] ?? null;
    });
    return out;
  };
  return {
    kind: 'time',
    x,
    series: distinct(table, 'grade')
      .sort()
      .reverse()
      .map((grade) => ({
        name: grade,
        type: 'line',
        tone: gradeTone(grade),
        strong: grade === 'Q5500',
        values: of(grade, 'mid'),
        band: { low: of(grade, 'low'), high: of(grade, 'high') },
        endLabel: true,
      })),
    axis: { unit: 'cny_t', unitLabel: unitName('cny_t', lang) },
    label: translator(lang)('chart.price'),
  };
}
