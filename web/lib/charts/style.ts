/**
 * The system fonts of the page, by name: text is measured before any style sheet applies. Without quotation marks, which
 * ECharts would put unescaped into a style attribute.
 */
export const CHART_FONT =
  'system-ui, -apple-system, Segoe UI, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif';

/** ECharts options are a deep open structure; they are built in this folder and nowhere else. */
export type ChartOption = Record<string, unknown>;

/** The paint of text and of grid lines. */
export const INK = 'var(--ink-2)';
export const RULE = 'var(--rule)';
