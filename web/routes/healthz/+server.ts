import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Whether the server answers, and from which snapshot (null before the first publication). */
export const GET: RequestHandler = ({ locals }) => json({ ok: true, snapshot: locals.snapshot?.id ?? null });
