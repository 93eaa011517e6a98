import type { Lang } from '../i18n/languages.ts';
import type { ChartSpec } from './spec.ts';

type Draw = (spec: ChartSpec, width: number, height: number, lang: Lang) => string;

// not empty: Svelte takes an empty {@html} for one that the server left out, and would not skip the picture
let draw: Draw = () => ' ';

/** Give server rendering its drawing function; the browser never has one, so that no drawing code is in the first bundle. */
export function drawFirstPaintWith(fn: Draw): void {
  draw = fn;
}

/** The SVG of a chart in server-rendered HTML; blank in the browser, where hydration keeps what the server sent. */
export function firstPaint(spec: ChartSpec, width: number, height: number, lang: Lang): string {
  return draw(spec, width, height, lang);
}
