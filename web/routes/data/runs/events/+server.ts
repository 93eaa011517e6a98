import { homeAt } from '../../../../../data/home.ts';
import { eventResponse } from '#lib/server/events.ts';
import { serverLog } from '#lib/server/log.ts';
import { RunFollower, runStream } from '#lib/server/run-follower.ts';
import type { RequestHandler } from './$types';

let following: Promise<RunFollower> | undefined;

/** Server-sent events: `run` with the run under way and how far it is, or null; `ended` when it has ended. */
export const GET: RequestHandler = async () => {
  following ??= serverLog().then(
    (log) =>
      new RunFollower(
        homeAt(),
        () => new Date(),
        (error) => log.warn({ err: error }, 'the journal cannot be followed'),
      ),
  );
  return eventResponse(runStream(await following));
};
