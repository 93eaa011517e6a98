import { holderOf, type TokenScope } from '../../../../data/api-token-reader.ts';
import { CoalfaceError } from '../../../../data/errors.ts';
import type { Home } from '../../../../data/home.ts';

/**
 * Let in who may ask: our own pages in a browser at this machine, or who shows a token of the scope.
 * @param here the request was made at the machine of the server
 * @param now the clock that tokens expire by
 * @throws CoalfaceError `token_needed`, `bad_token`, `scope_needed`, `state_unreadable`
 */
export function requireAccess(
  request: Request,
  scope: TokenScope,
  { home, here, now }: { home: Home; here: boolean; now: Date },
): void {
  const shown = request.headers.get('authorization');
  if (shown === null) {
    if (here && isOwnPage(request)) return;
    throw new CoalfaceError('token_needed', 'a token is needed: Authorization: Bearer …', {
      hint: `请先建立令牌 / make one: coalface tokens add NAME --scope ${scope}`,
    });
  }
  const secret = /^Bearer +(\S+)$/i.exec(shown)?.[1];
  const token = secret === undefined ? null : holderOf(home, secret, now);
  if (!token) {
    throw new CoalfaceError('bad_token', 'the token is unknown, revoked or expired', {
      hint: 'coalface tokens list',
    });
  }
  if (scope === 'sql' && token.scope !== 'sql') {
    throw new CoalfaceError('scope_needed', 'the token does not allow free SQL', {
      hint: 'coalface tokens add NAME --scope sql',
    });
  }
}

/** By the statement of the browser, which no script of a page can make: our page asks, or a person typed the address. */
function isOwnPage(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  return site === 'same-origin' || (site === 'none' && request.method === 'GET');
}
