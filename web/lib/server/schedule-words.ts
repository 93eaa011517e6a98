import cronstrue from 'cronstrue/i18n';
import type { Lang } from '#lib/i18n/languages.ts';

/** A cron expression in words: `在06:20, 每天`. @param expression five fields */
export function scheduleWords(expression: string, lang: Lang): string {
  const words = cronstrue.toString(expression, {
    locale: lang === 'en' ? 'en' : 'zh_CN',
    use24HourTimeFormat: true,
    verbose: true,
  });
  if (lang === 'en') return words;
  return words
    .replace(/,\s*/g, ',')
    .replace(/\s*([\u4e00-\u9fff])\s*/g, '$1')
    .replace(/^在/, '');
}
