import { CoalfaceError } from '../../../data/errors.ts';
import { bodyFits } from './body-limit.ts';
import { isKnownHost } from './known-host.ts';
import { mayChange } from './same-origin.ts';

/** Its body is streamed to disk; every other is read whole. */
const UPLOAD = '/data/upload/file';

/** Why a request is refused before anybody looks at what it wants; null if it is not. */
export function refusalOf({
  request,
  route,
}: {
  request: Request;
  route: { id: string | null };
}): CoalfaceError | null {
  if (!isKnownHost(request, process.env['COALFACE_HOSTS'])) {
    const name = request.headers.get('host')?.slice(0, 80);
    return new CoalfaceError('unknown_host', `this server does not go by the name ${name}`, {
      hint: 'set COALFACE_HOSTS to the names it is reached by, separated by commas',
    });
  }
  if (!mayChange(request)) return new CoalfaceError('cross_site', 'cross-site request refused');
  if (route.id !== UPLOAD && !bodyFits(request))
    return new CoalfaceError('too_large', 'the body of the request is too large');
  return null;
}
