/** A tree of texts. */
export interface Texts {
  readonly [key: string]: string | Texts;
}

/** The same keys as the Chinese texts: a missing or surplus one fails the type check. */
export type Like<T> = { readonly [K in keyof T]: T[K] extends string ? string : Like<T[K]> };
