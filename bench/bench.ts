import { rm } from 'node:fs/promises';
import { cpus } from 'node:os';
import { runEtl } from '../etl/run.ts';
import { benchArrow, ROWS } from './arrow.ts';
import { benchPipeline, type LoadFigures } from './pipeline.ts';
import { benchWeb } from './web.ts';

// `npm run bench [-- SCALE]`: ratios against DuckDB alone, measured in one run on this machine. SCALE 4 is a million deliveries.

const print = (text: string) => process.stdout.write(`${text}\n`);
const rate = (rows: number, seconds: number) => `${Math.round(rows / seconds / 1000)}k rows/s`;

print(`Coalface bench  Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}`);

print(`\n${ROWS} rows × 8 columns, as they leave the sandbox`);
for (const { form, seconds, bytes, times } of await benchArrow()) {
  const size = bytes ? `${(bytes / 1e6).toFixed(1)} MB` : '';
  print(
    `  ${form.padEnd(10)} ${seconds.toFixed(2)} s  ${rate(ROWS, seconds).padStart(12)}  ${times.toFixed(1).padStart(6)} ×  ${size}`,
  );
}
const scale = Number(process.argv[2] ?? 4);
const { home, figures } = await benchPipeline(scale);
try {
  const { bytes, bareSeconds, full, corrected, day, peakMemory } = figures;
  print(`\npipeline, one CSV of ${full.rows} deliveries, ${(bytes / 1e6).toFixed(0)} MB`);
  print(
    `  bare typed CREATE TABLE AS read_csv   ${bareSeconds.toFixed(2)} s  ${rate(full.rows, bareSeconds)}`,
  );
  const loads: [string, LoadFigures][] = [
    ['into an empty warehouse', full],
    ['again, 1 % corrected', corrected],
    [`one day of ${day.rows} rows`, day],
  ];
  for (const [what, { rows, reading, beyond, run }] of loads) {
    print(
      `  ${what.padEnd(28)} reading ${reading.toFixed(2)} s + beyond ${beyond.toFixed(2)} s  ${rate(rows, reading + beyond)}; run with marts and publication ${run.toFixed(2)} s`,
    );
  }
  const whole = full.reading + full.beyond;
  print(`  load against bare: ${(bareSeconds / whole).toFixed(2)} of its rows/s`);
  print(`  corrections beyond reading: ${((100 * corrected.beyond) / whole).toFixed(0)} % of the full load`);
  print(`  peak memory ${(peakMemory / 1e9).toFixed(2)} GB`);

  await runEtl({ home, local: true, now: () => new Date(), progress: () => {} });
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
