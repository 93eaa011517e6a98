// Unpacks the packaged Chromium with the system libraries it brings, and prints the path of a script that starts it.
import { chmodSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// the package unpacks its libraries only where it believes to be on a bare cloud machine: any machine may be bare
process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs22.x';
const { default: chromium } = await import('@sparticuz/chromium');

const executable = await chromium.executablePath();
const starter = path.join(tmpdir(), 'coalface-chromium');
writeFileSync(
  starter,
  `#!/bin/sh
LD_LIBRARY_PATH="${path.join(tmpdir(), 'al2023', 'lib')}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" exec "${executable}" "$@"
`,
);
chmodSync(starter, 0o755);
process.stdout.write(starter);
