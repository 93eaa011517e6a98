/** Business dates `YYYY-MM-DD` that something holds for: `from` inclusive, `to` exclusive, null without end. */
export interface Span {
  from: string | null;
  to: string | null;
}

/** Whether a span holds on a date; '' is a date before all others. */
export function holdsOn({ from, to }: Span, day: string): boolean {
  return (from ?? '') <= day && (to === null || day < to);
}

/** Whether two spans have a date in common. */
export function overlap(a: Span, b: Span): boolean {
  return (b.to === null || (a.from ?? '') < b.to) && (a.to === null || (b.from ?? '') < a.to);
}

/** The spans between the ends of the given ones, without gaps from the beginning to the end of time. */
export function cut(spans: Iterable<Span>): Span[] {
  const ends = new Set<string>();
  for (const { from, to } of spans) {
    if (from !== null) ends.add(from);
    if (to !== null) ends.add(to);
  }
  const days = [null, ...[...ends].sort(), null];
  return days.slice(1).map((to, i) => ({ from: days[i] ?? null, to }));
}
