/** The languages of the product; the first is the default. */
export const LANGUAGES = ['zh-CN', 'en'] as const;

/** A language of the product. */
export type Lang = (typeof LANGUAGES)[number];

/** The language that an untrusted text names, or undefined. */
export function asLang(text: string | null | undefined): Lang | undefined {
  if (text === 'zh') return 'zh-CN';
  return LANGUAGES.find((lang) => lang === text);
}

/** Which half of a bilingual label `{ zh, en }` a language reads. */
export function pick(label: { zh: string; en: string }, lang: Lang): string {
  return lang === 'en' ? label.en : label.zh;
}
