import type { Lang } from '../i18n/languages.ts';
import { init } from './engine.ts';
import { chartOption } from './option.ts';
import type { ChartSpec } from './spec.ts';
import { tipContent, tipElement } from './tooltip.ts';

/** A chart in the page that answers the pointer. */
export interface LivePicture {
  show(spec: ChartSpec, lang: Lang): void;
  dispose(): void;
}

/**
 * Draw charts in an element from now on, at the size of its container, again whenever that changes. What the server drew
 * there stays until the first picture is complete.
 */
export function livePicture(host: HTMLElement): LivePicture {
  const box = document.createElement('div');
  box.className = 'live';
  const size = () => ({ width: host.clientWidth, height: host.clientHeight });
  const chart = init(box, null, { renderer: 'svg', ...size() });
  let shown: { spec: ChartSpec; lang: Lang } | undefined;

  const draw = () => {
    if (!shown) return;
    const { spec, lang } = shown;
    const { width, height } = size();
    if (width === 0) return;
    const option = chartOption(spec, { width, height }, lang);
    const tooltip = {
      ...(option['tooltip'] as object),
      formatter: (points: { dataIndex: number }[]) =>
        tipElement(tipContent(spec, points[0]?.dataIndex ?? 0, lang)),
    };
    chart.resize({ width, height });
    chart.setOption({ ...option, tooltip }, { notMerge: true });
    if (box.parentNode !== host) host.replaceChildren(box);
  };
  const observer = new ResizeObserver(() => {
    if (chart.getWidth() !== host.clientWidth) draw();
  });
  observer.observe(host);

  return {
    show(spec, lang) {
      shown = { spec, lang };
      draw();
    },
    dispose() {
      observer.disconnect();
      chart.dispose();
    },
  };
}
