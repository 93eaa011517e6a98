const BEIJING = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** An instant (ISO 8601) as a time of day in Asia/Shanghai, `2012-06-18 10:30`; the text itself if it is none. */
export function instantText(instant: string): string {
  const ms = Date.parse(instant);
  return Number.isNaN(ms) ? instant : BEIJING.format(ms);
}
