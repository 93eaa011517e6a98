import manifest from '../../package.json' with { type: 'json' };
import { ROBOT } from './robots.ts';

/** Who asks, in which version, and what for. */
export const USER_AGENT = `${ROBOT}/${manifest.version} (reads published coal market bulletins for its user; a few requests a day)`;
