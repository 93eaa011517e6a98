import type { Lang } from '../i18n/languages.ts';

/**
 * The half of a comment of the schema in a language: Chinese comes first, English begins at the first Latin word that
 * follows a space after it. One without halves is the same in both; null stays null.
 */
export function commentIn(comment: string | null, lang: Lang): string | null {
  if (comment === null) return null;
  const at = comment.search(/(?<=[^\x20-\x7e].*) (?=[a-zA-Z])/u);
  if (at < 0) return comment;
  return lang === 'en' ? comment.slice(at + 1) : comment.slice(0, at);
}
