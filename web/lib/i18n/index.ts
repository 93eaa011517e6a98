import { createInstance, type TFunction } from 'i18next';
import { en } from './en.ts';
import type { Lang } from './languages.ts';
import { zhCN } from './zh-CN.ts';

const texts = createInstance();
// both languages are in the bundle, so this settles before it returns
void texts.init({
  lng: 'zh-CN',
  fallbackLng: false,
  initAsync: false,
  resources: { 'zh-CN': { translation: zhCN }, en: { translation: en } },
  // Svelte and ECharts escape what they show
  interpolation: { escapeValue: false },
});

/** Looks a text up in one language; the keys are typed. */
export type Translate = TFunction;

/** The texts of one language; nothing global changes, so that requests in two languages do not meet. */
export function translator(lang: Lang): Translate {
  return texts.getFixedT(lang);
}
