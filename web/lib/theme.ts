/** The appearances a user can choose; `system` follows the machine. */
export const THEMES = ['system', 'light', 'dark'] as const;

/** An appearance. */
export type Theme = (typeof THEMES)[number];

/** The appearance that an untrusted text names, or undefined. */
export function asTheme(text: string | null | undefined): Theme | undefined {
  return THEMES.find((theme) => theme === text);
}
