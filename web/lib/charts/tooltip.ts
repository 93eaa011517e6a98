import { formatValue } from '../format/numbers.ts';
import type { Lang } from '../i18n/languages.ts';
import { pointLabel } from './axes.ts';
import { paint } from './palette.ts';
import type { ChartSpec } from './spec.ts';

/** What a tooltip says at one x. */
export interface TipContent {
  title: string;
  rows: { name: string; value: string; colour: string }[];
}

/** The content of the tooltip at a position of x: every series that has a value there, with its range if it has one. */
export function tipContent(spec: ChartSpec, index: number, lang: Lang): TipContent {
  const rows = spec.series.flatMap((series) => {
    const value = series.values[index];
    if (value === null || value === undefined) return [];
    const unit = series.secondary ? spec.secondary : spec.axis;
    const suffix = unit && !formatValue(value, unit.unit).endsWith('%') ? ` ${unit.unitLabel}` : '';
    const low = series.band?.low[index];
    const high = series.band?.high[index];
    const range =
      typeof low === 'number' && typeof high === 'number' && low !== high
        ? ` (${formatValue(low, unit?.unit)}-${formatValue(high, unit?.unit)})`
        : '';
    const tone = series.tones?.[index] ?? series.tone;
    return [
      { name: series.name, value: `${formatValue(value, unit?.unit)}${range}${suffix}`, colour: paint(tone) },
    ];
  });
  return { title: pointLabel(spec, index, lang), rows };
}

/** A tooltip as elements: names go in as text, so that a customer's name is never read as markup. */
export function tipElement(content: TipContent): HTMLElement {
  const box = document.createElement('div');
  box.className = 'tip';
  const title = document.createElement('p');
  title.textContent = content.title;
  const list = document.createElement('dl');
  for (const row of content.rows) {
    const name = document.createElement('dt');
    name.style.setProperty('--tone', row.colour);
    name.textContent = row.name;
    const value = document.createElement('dd');
    value.textContent = row.value;
    list.append(name, value);
  }
  box.append(title, list);
  return box;
}
