import { error } from '@sveltejs/kit';
import { z } from 'zod';
import { homeAt } from '../../../../../data/home.ts';
import { asItStands } from '../../../../../data/live-run.ts';
import { readReceipt } from '../../../../../data/receipt.ts';
import { translator } from '#lib/i18n/index.ts';
import { sourcesOf } from '#lib/runs/run-sources.ts';
import { parseAddress } from '#lib/server/address.ts';
import { withJournal } from '#lib/server/live-run.ts';
import { sourceTitles } from '#lib/server/source-titles.ts';
import type { PageServerLoad } from './$types';

/** Most steps of files that the page lists. */
const MOST = 300;

const runId = z.string().regex(/^\d{8}T\d{9}$/);

/** One run: its steps, what it loaded by source, its checks, its errors and what it published. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
  parseAddress(url, z.strictObject({}), locals.lang);
  const home = homeAt();
  const id = runId.safeParse(params.run).data;
  const told = withJournal(home, null, (journal) => {
    const run = id === undefined ? null : journal.run(id);
    if (!run) return null;
    return {
      run: asItStands(run),
      steps: journal.steps(run.id),
      loaded: journal.loadedRows(run.id),
      checks: journal.checks(run.id),
      quarantined: journal.quarantine().filter((one) => one.run === run.id),
      unreadable: journal.fileErrors().filter((one) => one.run === run.id),
    };
  });
  if (!told) {
    error(404, {
      code: 'unknown_run',
      message: translator(locals.lang)('runs.unknown', { run: params.run.slice(0, 60) }),
    });
  }
  const ofFiles = told.steps.filter(({ file }) => file !== '');
  const shown = ofFiles.slice(0, MOST);
  const names = new Map<string, string>();
  for (const file of new Set(shown.map((step) => step.file)))
    names.set(file, (await readReceipt(home, file))?.name ?? file);
  const publish = told.steps.find(({ step, source }) => step === 'publish' && source === '');
  return {
    ...told,
    titles: await sourceTitles(home, locals.lang),
    bySource: sourcesOf(told.steps, told.loaded),
    whole: told.steps.filter(({ source }) => source === ''),
    files: shown.map((step) => ({ ...step, name: names.get(step.file) ?? step.file })),
    fileSteps: ofFiles.length,
    published: runId.safeParse(publish?.detail).data ?? null,
  };
};
