import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { CoalfaceError } from '../../../data/errors.ts';
import type { Fault } from './form-fields.ts';
import { requireOperator } from './operator.ts';

/** What a page shows of a wish that was not granted. */
export interface Refused {
  fault: Fault;
}

/**
 * Do what a form asks for, for an operator, then show a page.
 * @param work asks the command line; its CoalfaceError is shown by the page of the form
 * @returns the fault; otherwise it redirects (303)
 * @throws HttpError 403 for who may only read
 */
export async function act(
  { locals }: Pick<RequestEvent, 'locals'>,
  work: () => Promise<string>,
): Promise<ActionFailure<Refused>> {
  requireOperator(locals);
  let next: string;
  try {
    next = await work();
  } catch (fault) {
    if (fault instanceof z.ZodError)
      return fail(400, { fault: { code: 'bad_form', message: z.prettifyError(fault), hint: null } });
    if (!(fault instanceof CoalfaceError)) throw fault;
    const { code, message, hint } = fault;
    return fail(409, { fault: { code, message, hint: hint ?? null } });
  }
  redirect(303, next);
}

/** A form action. */
export type FormAction = (event: RequestEvent) => Promise<ActionFailure<Refused>>;
