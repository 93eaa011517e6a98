import { z } from 'zod';
import { homeAt } from '../../../data/home.ts';
import { command } from './command.ts';
import { act, type FormAction } from './form-action.ts';
import { formFields } from './form-fields.ts';

const sourceId = z.string().regex(/^[a-z][a-z0-9_]{0,80}$/);
const one = z.strictObject({ source: sourceId });
const pausing = z.strictObject({ source: sourceId, until: z.union([z.literal(''), z.iso.date()]) });
const anything = z.unknown();

/** Form actions on the schedule of a source: `run`, `pause`, `resume`. */
export const scheduleActions: Record<'run' | 'pause' | 'resume', FormAction> = {
  run: (event) =>
    act(event, async () => {
      const { source } = await formFields(event.request, one);
      await command(homeAt(), ['schedule', 'run-now', '--', source], anything);
      return `/data/sources/${source}?done=run`;
    }),
  pause: (event) =>
    act(event, async () => {
      const { source, until } = await formFields(event.request, pausing);
      const end = until ? [`--until=${until}`] : [];
      await command(homeAt(), ['schedule', 'pause', ...end, '--', source], anything);
      return `/data/sources/${source}?done=pause`;
    }),
  resume: (event) =>
    act(event, async () => {
      const { source } = await formFields(event.request, one);
      await command(homeAt(), ['schedule', 'resume', '--', source], anything);
      return `/data/sources/${source}?done=resume`;
    }),
};
