import type { RunRecord } from '../../../data/journal-records.ts';
import { beijingSecond } from '../format/instants.ts';

/** One run in the picture: from and to in hours of the day, Asia/Shanghai. */
export interface TimelineBar {
  run: string;
  status: RunRecord['status'];
  from: number;
  to: number;
}

/** The picture of some runs: a lane a day, newest first, over the hours in which there was any. */
export interface Timeline {
  /** whole hours of the day */
  from: number;
  to: number;
  lanes: { day: string; bars: TimelineBar[] }[];
}

function hourOf(instant: string): number {
  const [h = 0, m = 0, s = 0] = beijingSecond(instant).slice(11).split(':').map(Number);
  return h + m / 60 + s / 3600;
}

/**
 * Lay runs out by day and hour. One that goes on after midnight ends its bar there.
 * @param now ISO 8601 instant: the end of what is under way
 */
export function timelineOf(runs: readonly RunRecord[], now: string): Timeline {
  const lanes = new Map<string, TimelineBar[]>();
  for (const { id, status, started_at: began, ended_at: ended } of runs) {
    const end = ended ?? (status === 'running' ? now : began);
    const day = beijingSecond(began).slice(0, 10);
    const to = beijingSecond(end).slice(0, 10) === day ? hourOf(end) : 24;
    lanes.set(day, [...(lanes.get(day) ?? []), { run: id, status, from: hourOf(began), to }]);
  }
  const bars = [...lanes.values()].flat();
  return {
    from: Math.floor(Math.min(24, ...bars.map((bar) => bar.from))),
    to: Math.ceil(Math.max(0, ...bars.map((bar) => Math.max(bar.to, bar.from + 1e-6)))),
    lanes: [...lanes].map(([day, of]) => ({ day, bars: of })).sort((a, b) => (a.day < b.day ? 1 : -1)),
  };
}
