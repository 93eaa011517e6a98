import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CoalfaceError } from './errors.ts';

let found: string | undefined;

/**
 * The folder of the program, with its rooms `data/`, `etl/`, `queries/` and `web/`; searched upwards, because a built
 * server stands below `build/`.
 * @throws CoalfaceError `incomplete_program`
 */
export function projectRoot(): string {
  if (found) return found;
  let dir = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(dir, 'etl', 'cli.ts'))) {
    const parent = path.dirname(dir);
    if (parent === dir) {
      throw new CoalfaceError('incomplete_program', 'the folders of the program are not beside its server', {
        hint: 'run the server from a whole checkout: it reads data/ and queries/ and starts etl/',
      });
    }
    dir = parent;
  }
  return (found = dir);
}
