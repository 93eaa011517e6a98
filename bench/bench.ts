import { rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { runEtl } from '../etl/run.ts';
import { benchPipeline } from './pipeline.ts';
import { benchWeb } from './web.ts';

// `npm run bench`: ratios against DuckDB alone, measured in one run on this machine.

const print = (text: string) => process.stdout.write(`${text}\n`);
const rate = (rows: number, seconds: number) => `${Math.round(rows / seconds / 1000)}k rows/s`;

print(`Coalface bench  Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}`);
const { home, figures } = await benchPipeline();
try {
  const { rows, bytes, bareSeconds, totalSeconds, stepsSeconds } = figures;
  print(`\npipeline, one CSV of ${rows} deliveries, ${(bytes / 1e6).toFixed(0)} MB`);
  print(`  bare typed CREATE TABLE AS read_csv   ${bareSeconds.toFixed(2)} s  ${rate(rows, bareSeconds)}`);
  print(
    `  extract … publish                     ${totalSeconds.toFixed(2)} s  ${rate(rows, totalSeconds)}  = ${(totalSeconds / bareSeconds).toFixed(2)} × bare`,
  );
  for (const { step, seconds } of stepsSeconds) print(`    ${step.padEnd(10)} ${seconds.toFixed(2)} s`);

  await runEtl({ home, now: () => new Date(), progress: () => {} });
  const web = await benchWeb(home);
  print('\nquery                 rows   direct    HTTP first   ×      HTTP again   ×');
  for (const { query, rows: found, direct, httpFirst, httpAgain } of web.queries) {
    const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(9);
    const times = (value: number) => (value / direct).toFixed(2).padStart(5);
    print(
      `${query.padEnd(20)} ${String(found).padStart(5)} ${ms(direct)}   ${ms(httpFirst)} ${times(httpFirst)}   ${ms(httpAgain)} ${times(httpAgain)}`,
    );
  }
  print(
    `\npage with all charts  first ${web.pageFirst.toFixed(0)} ms, again ${web.pageAgain.toFixed(0)} ms, ${(web.pageBytes / 1e3).toFixed(0)} kB HTML`,
  );
} finally {
  await rm(home.root, { recursive: true, force: true });
}
