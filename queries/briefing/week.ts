import { CoalfaceError } from '../../data/errors.ts';

const DAY_MS = 86_400_000;

/** One issue of the weekly briefing; all days are `YYYY-MM-DD`. */
export interface Issue {
  /** `2012-W25` */
  id: string;
  year: number;
  week: number;
  /** the ISO Monday of the week: state figures are as of this day */
  issueDay: string;
  /** first day of the report period: the Monday before */
  from: string;
  /** last day that quotations of the week may have: its Sunday */
  cut: string;
}

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/**
 * The issue of an ISO week.
 * @param id `2012-W25`
 * @throws CoalfaceError `bad_week` when the text has another form or the year has no such week
 */
export function issueOf(id: string): Issue {
  const parts = /^(\d{4})-W(\d{2})$/.exec(id);
  const year = Number(parts?.[1]);
  const week = Number(parts?.[2]);
  // 4 January is always in week 1
  const fourth = Date.UTC(year, 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS + (week - 1) * DAY_MS * 7;
  if (!parts || week < 1 || weekOf(day(monday)) !== id) {
    throw new CoalfaceError('bad_week', `not an ISO week: ${id.slice(0, 20)}`, { hint: '2012-W25' });
  }
  return {
    id,
    year,
    week,
    issueDay: day(monday),
    from: day(monday - 7 * DAY_MS),
    cut: day(monday + 6 * DAY_MS),
  };
}

/** The ISO week `2012-W25` of a day. */
export function weekOf(date: string): string {
  const ms = Date.parse(`${date}T00:00:00Z`);
  const thursday = new Date(ms + (3 - ((new Date(ms).getUTCDay() + 6) % 7)) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY_MS / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** The issues between two days, newest first: those whose Monday is not after `to` and whose period begins at `from` or later. */
export function issuesBetween(from: string, to: string): Issue[] {
  const issues: Issue[] = [];
  let issue = issueOf(weekOf(to));
  while (issue.from >= from) {
    if (issue.issueDay <= to) issues.push(issue);
    issue = issueOf(weekOf(day(Date.parse(`${issue.issueDay}T00:00:00Z`) - 7 * DAY_MS)));
  }
  return issues;
}
