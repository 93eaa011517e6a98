import { createHash } from 'node:crypto';
import type { Lang } from '../i18n/languages.ts';
import { init } from './engine.ts';
import { chartOption } from './option.ts';
import type { ChartSpec } from './spec.ts';

/** Pictures kept; one is 10–80 KB. */
const KEPT = 200;

const pictures = new Map<string, string>();

/**
 * A chart as an SVG text, drawn without a browser; the same spec, size and language are drawn once (drawing takes 5–30 ms
 * and blocks). The instance is always disposed: one that is not keeps the process alive.
 * @param width and `height` in pixels; the picture has a viewBox, so it also scales
 */
export function svgPicture(spec: ChartSpec, width: number, height: number, lang: Lang): string {
  const key = createHash('sha1').update(JSON.stringify([spec, width, height, lang])).digest('base64');
  const known = pictures.get(key);
  if (known !== undefined) {
    pictures.delete(key);
    pictures.set(key, known);
    return known;
  }
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(chartOption(spec, { width, height }, lang));
    // an empty style element is all that ECharts puts in; the content security policy would report it
    const svg = chart.renderToSVGString().replace(/<style\b[^>]*>[\s\S]*?<\/style>/g, '');
    pictures.set(key, svg);
    if (pictures.size > KEPT) pictures.delete(pictures.keys().next().value ?? '');
    return svg;
  } finally {
    chart.dispose();
  }
}
