import type { Home } from '../../../data/home.ts';
import { openJournalReader, type JournalReader } from '../../../data/journal-reader.ts';
import type { RunRecord } from '../../../data/journal-records.ts';
import { asItStands } from '../../../data/live-run.ts';
import type { EndedLiveRun, LiveRun } from '../runs/live-run.ts';
import { eventStream } from './events.ts';
import { liveRun } from './live-run.ts';

/** As often as a run writes its progress. */
const LOOK_EVERY_MS = 250;

/** What is told of runs: that one is under way and how far, that none is, that one ended. */
export interface RunListener {
  live(run: LiveRun | null): void;
  ended(run: EndedLiveRun): void;
}

/**
 * Follows the runs of an installation while somebody listens: one reader of the journal for all listeners, and none
 * without. A run whose process was killed ends as interrupted.
 */
export class RunFollower {
  readonly #home: Home;
  readonly #now: () => Date;
  readonly #failed: (error: unknown) => void;
  readonly #listeners = new Set<RunListener>();
  #journal: JournalReader | null = null;
  #timer: NodeJS.Timeout | undefined;
  #live: LiveRun | null = null;
  /** what listeners were told last, without its instant */
  #told = '';
  /** the run that was seen to end last; undefined before the first look */
  #ended: string | undefined;

  /** @param failed told of a look at the journal that failed; the next one is taken all the same */
  constructor(home: Home, now: () => Date, failed: (error: unknown) => void) {
    this.#home = home;
    this.#now = now;
    this.#failed = failed;
  }

  /** Listen; told at once how things stand. @returns ends it */
  listen(listener: RunListener): () => void {
    if (this.#listeners.size === 0) {
      this.#look();
      this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    }
    this.#listeners.add(listener);
    listener.live(this.#live);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#rest();
    };
  }

  #noteEnd({ id, status }: RunRecord): void {
    const first = this.#ended === undefined;
    this.#ended ??= '';
    if (status === 'running' || id === this.#ended) return;
    this.#ended = id;
    if (first) return;
    for (const listener of this.#listeners) listener.ended({ run: id, status });
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#journal?.close();
    this.#journal = null;
    this.#live = null;
    this.#told = '';
    this.#ended = undefined;
  }

  #look(): void {
    try {
      this.#journal ??= openJournalReader(this.#home);
      if (this.#journal) this.#follow(this.#journal);
    } catch (error) {
      this.#journal?.close();
      this.#journal = null;
      this.#failed(error);
    }
  }

  #follow(journal: JournalReader): void {
    const before = this.#live?.run;
    const now = liveRun(journal, this.#now);
    this.#live = now;
    // a short run may begin and end between two looks
    const last = before !== undefined && before !== now?.run ? journal.run(before) : journal.runs(1)[0];
    if (last) this.#noteEnd(asItStands(last));
    const text = JSON.stringify({ ...now, at: undefined });
    if (text === this.#told) return;
    this.#told = text;
    for (const listener of this.#listeners) listener.live(now);
  }
}

/**
 * A stream of server-sent events: `run` with a {@link LiveRun} or null at once and whenever it comes on, `ended` with an
 * {@link EndedLiveRun} when it has ended.
 */
export function runStream(follower: RunFollower): ReadableStream<Uint8Array> {
  return eventStream((send) =>
    follower.listen({
      live: (run) => send('run', JSON.stringify(run)),
      ended: (run) => send('ended', JSON.stringify(run)),
    }),
  );
}
