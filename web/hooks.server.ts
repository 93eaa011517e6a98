import { error } from '@sveltejs/kit';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { version } from '$app/env';
import { CoalfaceError } from '../data/errors.ts';
import { homeAt } from '../data/home.ts';
import { drawFirstPaintWith } from '#lib/charts/first-paint.ts';
import { svgPicture } from '#lib/charts/server-picture.ts';
import { asLang } from '#lib/i18n/languages.ts';
import { bodyFits } from '#lib/server/body-limit.ts';
import { codingFor, compressed } from '#lib/server/compress.ts';
import { etagOf, matches } from '#lib/server/etag.ts';
import { endStreams } from '#lib/server/events.ts';
import { isKnownHost } from '#lib/server/known-host.ts';
import { serverLog } from '#lib/server/log.ts';
import { closeQueryPool, queryPool } from '#lib/server/pool.ts';
import { startEnding } from '#lib/server/readiness.ts';
import { closeSandboxPool } from '#lib/server/sandbox.ts';
import { logged } from '#lib/server/request-log.ts';
import { ResponseCache } from '#lib/server/response-cache.ts';
import { mayChange } from '#lib/server/same-origin.ts';
import { isThisMachine } from '#lib/server/this-machine.ts';
import { removeAbandoned } from '#lib/server/uploads.ts';
import { asTheme } from '#lib/theme.ts';

const YEAR_S = 31_536_000;
const HOUR_MS = 3_600_000;
const PREFERENCE = { path: '/', maxAge: YEAR_S, sameSite: 'lax', secure: false, httpOnly: true } as const;

/** Bytes of finished answers kept: some hundred views. */
const RESPONSES = 48 * 1024 * 1024;
const responses = new ResponseCache(RESPONSES);

/**
 * Routes whose bytes do not follow from snapshot, address and preferences alone; and explanations, which are kept elsewhere
 * and end with the reader who leaves.
 */
const LIVE = new Set([
  '/events',
  '/preferences',
  '/queries/[id]',
  '/explain/[query]',
  '/explain/[query]/data.json',
]);

/** Pages below tell of runs and files as they stand at this moment, not of the snapshot. */
const LIVE_PAGES = /^\/data(\/|$)/;

/** Bytes that have a digest of their own. */
const OWN_ETAG = new Set(['/data/archive/[id]/original']);

/** Its body is streamed to disk; every other is read whole. */
const UPLOAD = '/data/upload/file';

/** Routes that tell of the server itself, so they answer without a snapshot too. */
const OPERATIONS = new Set(['/healthz', '/readyz', '/metrics']);

/** A query that runs on when the last connection has ended must not keep the process from its end. */
const CLOSE_WITHIN_MS = 3_000;

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
};

/**
 * Open log and pool before the first request. Told to stop, the server takes no new connection, ends its event streams,
 * lets requests in flight end (the adapter's `SHUTDOWN_TIMEOUT`), closes its snapshots and ends.
 */
export const init: ServerInit = async () => {
  drawFirstPaintWith(svgPicture);
  const log = await serverLog();
  await queryPool();
  const tidy = () =>
    removeAbandoned(homeAt(), new Date()).catch((error: unknown) =>
      log.warn({ err: error }, 'abandoned uploads cannot be removed'),
    );
  void tidy();
  setInterval(() => void tidy(), HOUR_MS).unref();
  const stop = (signal: NodeJS.Signals) => {
    log.info({ signal }, 'shutting down');
    startEnding();
    endStreams();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('sveltekit:shutdown', () => {
    setTimeout(() => process.exit(0), CLOSE_WITHIN_MS).unref();
    void Promise.all([closeQueryPool(), closeSandboxPool()]).finally(() => log.info('stopped'));
  });
};

/** Operations apart, every request is logged. */
export const handle: Handle = async ({ event, resolve }) => {
  if (OPERATIONS.has(event.route.id ?? '')) {
    const response = await resolve(event);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
    response.headers.set('cache-control', 'no-store');
    return response;
  }
  return logged(await serverLog(), event, () => page({ event, resolve }));
};

/**
 * Preferences, one snapshot for the whole request, 304 where nothing changed, each answer made once, security headers,
 * compression.
 */
const page: Handle = async ({ event, resolve }) => {
  const { request, cookies, locals, url } = event;
  if (!isKnownHost(request, process.env['COALFACE_HOSTS'])) {
    error(421, {
      message: `this server does not go by the name ${request.headers.get('host')?.slice(0, 80)}`,
      code: 'unknown_host',
      hint: 'set COALFACE_HOSTS to the names it is reached by, separated by commas',
    });
  }
  if (!mayChange(request)) error(403, { message: 'cross-site request refused', code: 'cross_site' });
  if (event.route.id !== UPLOAD && !bodyFits(request))
    error(413, { message: 'the body of the request is too large', code: 'too_large' });

  const asked = asLang(url.searchParams.get('lang'));
  const known = asLang(cookies.get('lang'));
  const newLang = asked !== undefined && asked !== known;
  if (newLang) cookies.set('lang', asked, PREFERENCE);
  locals.lang = asked ?? known ?? 'zh-CN';
  locals.theme = asTheme(cookies.get('theme')) ?? 'system';
  locals.phone =
    request.headers.get('sec-ch-ua-mobile') === '?1' ||
    /\bMobi/.test(request.headers.get('user-agent') ?? '');
  locals.operator = isThisMachine(request, event.getClientAddress());
  const pool = await queryPool();
  locals.snapshot = pool.snapshot();

  const headers = { ...SECURITY_HEADERS, 'cache-control': 'private, no-cache', vary: 'cookie, user-agent' };
  const accept = request.headers.get('accept-encoding');
  const route = event.route.id ?? '';
  const make = async (etag?: string) => {
    const response = await resolve(event, {
      transformPageChunk: ({ html }) =>
        html.replace('%coalface.lang%', locals.lang).replace('%coalface.theme%', locals.theme),
      filterSerializedResponseHeaders: () => false,
    });
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    if (etag && response.status === 200) response.headers.set('etag', etag);
    else if (!OWN_ETAG.has(route)) response.headers.delete('etag');
    return compressed(response, accept);
  };
  if (request.method !== 'GET' || !locals.snapshot || newLang || LIVE.has(route) || LIVE_PAGES.test(route))
    return make();

  // everything that the bytes of a page depend on
  const { lang, theme, phone, snapshot } = locals;
  const etag = etagOf([version, snapshot.id, lang, theme, phone, request.url, event.isDataRequest]);
  if (matches(request.headers.get('if-none-match'), etag)) {
    return new Response(null, { status: 304, headers: { ...headers, etag } });
  }
  return responses.get(`${codingFor(accept)} ${etag}`, () => make(etag));
};

/** What a user sees of a fault that no page foresaw: our own errors in full, others without their inside. */
export const handleError: HandleServerError = async ({ kind, error: fault, event }) => {
  if (kind !== 'unknown') return;
  (await serverLog()).error({ route: event.route.id, err: fault }, 'request failed');
  if (fault instanceof CoalfaceError) return { message: fault.message, code: fault.code, hint: fault.hint };
  return { message: 'internal error', code: 'internal' };
};
