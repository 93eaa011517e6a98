import type { Inspection } from './inspect.ts';
import { kindOf } from './profile.ts';
import { advice } from './advice.ts';

/** An inspection for scripts: plain values, no personal data beyond what the contract keeps. */
export function inspectionJson(seen: Inspection): Record<string, unknown> {
  const { guess } = seen;
  const { header, columns } = guess;
  return {
    file: seen.path,
    bytes: seen.bytes,
    format: seen.format,
    records: seen.records,
    header: { from: header.from, row: header.row, titles: header.titles, ambiguous: header.ambiguous },
    object: guess.object.id,
    guesses: seen.guesses.map(({ object, score, key, required, titles, named }) => ({
      object: object.id,
      score,
      key,
      required,
      titles,
      named,
    })),
    columns: guess.mapped
      .toSorted((a, b) => a.index - b.index)
      .map(({ field, index, evidence, likeness }) => ({
        index,
        title: header.titles[index],
        field,
        type: columns[field]?.type,
        evidence,
        likeness,
        values: seen.profiles[index] ? kindOf(seen.profiles[index]) : null,
        filled: seen.profiles[index]?.filled ?? 0,
      })),
    unrecognised: seen.strangers,
    missing: seen.missing,
    units: seen.units,
    orders: seen.orders,
    choices: seen.choices,
    continued: seen.continued,
    advice: advice(seen),
    rehearsal: seen.rehearsal,
    blocked: seen.blocked && {
      code: seen.blocked.code,
      message: seen.blocked.message,
      hint: seen.blocked.hint,
    },
    source: { id: seen.id, text: seen.source },
  };
}
