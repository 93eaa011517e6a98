import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { parseAddress } from '#lib/server/address.ts';
import { THEMES } from '#lib/theme.ts';
import type { RequestHandler } from './$types';

const YEAR_S = 31_536_000;

/** A path of this site: one slash, then anything but a second slash or a backslash, which browsers read as another host. */
const LOCAL_PATH = /^\/(?![/\\])[^\\\r\n]*$/;

const schema = z.strictObject({
  theme: z.enum(THEMES),
  back: z.string().max(2000).regex(LOCAL_PATH).default('/'),
});

/** Remember an appearance and go back. It works without JavaScript; the cookie is the only thing it changes. */
export const GET: RequestHandler = ({ url, locals, cookies }) => {
  const { theme, back } = parseAddress(url, schema, locals.lang);
  cookies.set('theme', theme, { path: '/', maxAge: YEAR_S, sameSite: 'lax', secure: false, httpOnly: true });
  redirect(303, back);
};
