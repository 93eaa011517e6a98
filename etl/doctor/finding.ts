import { CoalfaceError, messageOf } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';

/** How bad a finding is: `warn` works and wants a look, `fail` does not work. */
export type Level = 'ok' | 'warn' | 'fail';

/** A short text in both languages. */
export interface Words {
  zh: string;
  en: string;
}

/** What an examination found. */
export interface Finding extends Words {
  level: Level;
  /** how to mend it; null if there is nothing to mend */
  mend: Words | null;
}

/** What is examined, and with what. */
export interface Patient {
  home: Home;
  env: NodeJS.ProcessEnv;
  now: () => Date;
}

/** One thing to look at. */
export interface Examination {
  id: string;
  title: Words;
  /** What was found; what it throws counts as a failure, with its hint as the way to mend it. */
  look(patient: Patient): Finding | Promise<Finding>;
}

/** Nothing to mend. */
export function ok(zh: string, en: string): Finding {
  return { level: 'ok', zh, en, mend: null };
}

/** It works and wants a look. @param mend what to do */
export function warn(zh: string, en: string, mend: Words): Finding {
  return { level: 'warn', zh, en, mend };
}

/** It does not work. @param mend what to do */
export function fail(zh: string, en: string, mend: Words): Finding {
  return { level: 'fail', zh, en, mend };
}

/** A finding with what it is about. */
export type Examined = Finding & { id: string; title: Words };

/** Examine; one examination that cannot be made keeps no other from being made. */
export async function examine(
  { id, title, look }: Pick<Examination, 'id' | 'title' | 'look'>,
  patient: Patient,
): Promise<Examined> {
  try {
    return { id, title, ...(await look(patient)) };
  } catch (error) {
    const text = messageOf(error);
    const hint = (error instanceof CoalfaceError && error.hint) || 'see the message';
    return { id, title, ...fail(text, text, { zh: hint, en: hint }) };
  }
}
