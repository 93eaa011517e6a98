import type { zhCN } from './zh-CN.ts';

declare module 'i18next' {
  /** Keys are those of the Chinese texts: an unknown key fails the type check. */
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof zhCN };
    returnNull: false;
  }
}
