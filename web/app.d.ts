import type { Lang } from './lib/i18n/languages.ts';
import type { Theme } from './lib/theme.ts';

declare global {
  namespace App {
    interface Locals {
      lang: Lang;
      theme: Theme;
      /** a small screen, by the browser's own statement: charts are first drawn for it */
      phone: boolean;
      /** who asks may change how the installation runs: as long as there are no users, who sits at its machine */
      operator: boolean;
      /** the snapshot that every query of this request runs on; null before the first publication */
      snapshot: { id: string; asOf: string | null; publishedAt: string } | null;
    }
    interface Error {
      message: string;
      code?: string;
      hint?: string;
    }
  }
}

export {};
