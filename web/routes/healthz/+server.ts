import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** The process is up. Whether it can answer questions says `/readyz`. */
export const GET: RequestHandler = () => json({ ok: true });
