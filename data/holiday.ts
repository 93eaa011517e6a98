import notices from 'chinese-days/dist/chinese-days.json' with { type: 'json' };

/**
 * Days (`YYYY-MM-DD`) on which China rests by notice of the State Council, from 2004 to the last year of which one is
 * out: weekends that belong to a holiday, and workdays given free for it. Weekends worked in exchange (调休) are not here.
 */
export const HOLIDAYS: ReadonlySet<string> = new Set(Object.keys(notices.holidays));
