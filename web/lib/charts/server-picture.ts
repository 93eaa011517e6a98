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
  const key = createHash('sha1')
    .update(JSON.stringify([spec, width, height, lang]))
    .digest('base64');
  const known = pictures.get(key);
  if (known !== undefined) {
    pictures.delete(key);
    pictures.set(key, known);
    return known;
  }
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(chartOption(spec, { width, height }, lang));
    const svg = slim(chart.renderToSVGString(), key);
    pictures.set(key, svg);
    if (pictures.size > KEPT) pictures.delete(pictures.keys().next().value ?? '');
    return svg;
  } finally {
    chart.dispose();
  }
}

/**
 * Without what only an interactive picture needs: hover styles (the content security policy refuses them), the unseen
 * edges of bands, thousandths of pixels.
 */
function slim(svg: string, key: string): string {
  // ECharts numbers its ids by the order of drawing: by content they are unique on a page and the same in every process
  const prefix = key.replace(/[^a-zA-Z0-9]/g, '').slice(0, 10);
  return svg
    .replace(/<style\b[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(/<path [^>]*stroke-opacity="0"[^>]*><\/path>/g, '')
    .replace(/ class="zr[^"]*"/g, '')
    .replace(/\bzr\d+-/g, `z${prefix}-`)
    .replace(
      / (d|points)="([^"]*)"/g,
      (_, name: string, path: string) => ` ${name}="${path.replace(/\d+\.\d{2,}/g, rounded)}"`,
    );
}

function rounded(number: string): string {
  return String(Math.round(Number(number) * 10) / 10);
}
