import { DuckDBInstance } from '@duckdb/node-api';
import iconv from 'iconv-lite';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { count, literal } from '../data/duck.ts';
import { homeAt, type Home } from '../data/home.ts';
import { Journal } from '../etl/journal.ts';
import { runEtl } from '../etl/run.ts';
import { generateSample } from '../etl/sample/generate.ts';

/** Seconds of the steps of one file: `reading` it (extract, stage) and what comes after (resolve, load), and of its run. */
export interface LoadFigures {
  rows: number;
  reading: number;
  beyond: number;
  run: number;
}

/** What {@link benchPipeline} measured. */
export interface PipelineFigures {
  bytes: number;
  /** a bare typed load of the same file, in the same sitting */
  bareSeconds: number;
  /** the whole file into an empty warehouse */
  full: LoadFigures;
  /** the same file again, every hundredth row corrected */
  corrected: LoadFigures;
  /** one day's rows on top */
  day: LoadFigures;
  /** peak of the process while it loaded, bytes */
  peakMemory: number;
}

/**
 * Load one file of deliveries through the whole pipeline, then a corrected one and one of a day; and the same file by a
 * bare typed `CREATE TABLE AS SELECT … FROM read_csv` into a DuckDB file. The home stays for further benchmarks.
 * @param scale of the sample's deliveries; 4 are about a million
 */
export async function benchPipeline(scale: number): Promise<{ home: Home; figures: PipelineFigures }> {
  const home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-bench-')));
  await generateSample({ out: home.root, scale });
  const inbox = path.join(home.inbox, 'deliveries');
  const whole = path.join(home.root, 'deliveries.csv');
  await joinAsUtf8(inbox, whole);
  const bareSeconds = await bareLoad(whole, path.join(home.root, 'bare.duckdb'));
  await rm(inbox, { recursive: true });
  await mkdir(inbox);
  await runEtl({ home, sources: ['accounts'], now: () => new Date(), progress: () => {} });
  const offer = (file: string, name: string) => link(file, path.join(inbox, name));
  await offer(whole, '地磅_2012-06-18.csv');
  const full = await load(home);
  const peakMemory = process.resourceUsage().maxRSS * 1024;
  const later = path.join(home.root, 'corrected.csv');
  await rewrite(whole, later, (line, n) => [n > 0 && n % 100 === 0 ? `${line}更正` : line]);
  await offer(later, '地磅_2012-06-18更正.csv');
  const corrected = await load(home);
  const day = path.join(home.root, 'day.csv');
  await rewrite(whole, day, (line, n) =>
    n === 0
      ? [line]
      : line.includes(',2012-06-18 ')
        ? [line.replaceAll(/2012-?06-?18/g, (text) => text.replace('18', '19'))]
        : [],
  );
  await offer(day, '地磅_2012-06-19.csv');
  return {
    home,
    figures: {
      bytes: (await stat(whole)).size,
      bareSeconds,
      full,
      corrected,
      day: await load(home),
      peakMemory,
    },
  };
}

async function load(home: Home): Promise<LoadFigures> {
  const began = performance.now();
  const outcome = await runEtl({ home, sources: ['deliveries'], now: () => new Date(), progress: () => {} });
  const run = (performance.now() - began) / 1000;
  if (outcome.errors[0]) throw outcome.errors[0];
  const journal = new Journal(home, () => new Date());
  const seconds = (...steps: string[]) =>
    journal
      .steps(outcome.run)
      .filter((step) => step.source !== '' && steps.includes(step.step))
      .reduce((sum, step) => sum + (Date.parse(step.ended_at ?? '') - Date.parse(step.started_at)) / 1000, 0);
  const figures = { reading: seconds('extract', 'stage'), beyond: seconds('resolve', 'load'), run };
  journal.close();
  return { rows: outcome.files.reduce((sum, file) => sum + file.counts.read, 0), ...figures };
}

/** Write what a function makes of each line of a text; the first is number 0. */
async function rewrite(
  from: string,
  to: string,
  change: (line: string, n: number) => string[],
): Promise<void> {
  await pipeline(async function* () {
    let n = 0;
    for await (const line of createInterface({ input: createReadStream(from) })) {
      yield change(line, n)
        .map((text) => `${text}\n`)
        .join('');
      n += 1;
    }
  }, createWriteStream(to));
}

async function joinAsUtf8(folder: string, target: string): Promise<void> {
  const files = (await readdir(folder)).sort().map((name) => path.join(folder, name));
  await pipeline(async function* () {
    for (const [n, file] of files.entries()) {
      let line = 0;
      let carry = '';
      for await (const chunk of createReadStream(file).pipe(
        iconv.decodeStream('gb18030'),
      ) as AsyncIterable<string>) {
        const lines = (carry + chunk).split('\r\n');
        carry = lines.pop() ?? '';
        for (const text of lines) {
          line += 1;
          // one header; none of the footers and of the records that a bare load would stumble over
          if ((line === 1 && n > 0) || /^(合计|制表人)/.test(text) || text.split(',').length !== 15) continue;
          yield `${text}\n`;
        }
      }
    }
  }, createWriteStream(target));
}

/** @returns seconds, as if no record had been left out */
async function bareLoad(file: string, target: string): Promise<number> {
  const instance = await DuckDBInstance.create(target);
  const connection = await instance.connect();
  const began = performance.now();
  await connection.run(`CREATE TABLE bare AS SELECT * FROM read_csv(${literal(file)}, header = true, ignore_errors = true, columns = {
    ticket_no: 'VARCHAR', weighed_at: 'TIMESTAMP', vehicle: 'VARCHAR', grade: 'VARCHAR', mine: 'VARCHAR', consignee: 'VARCHAR',
    account_code: 'VARCHAR', province: 'VARCHAR', mode: 'VARCHAR', gross_t: 'DECIMAL(12,3)', tare_t: 'DECIMAL(12,3)',
    net_t: 'DECIMAL(12,3)', price_cny_t: 'DECIMAL(10,2)', weigher: 'VARCHAR', remark: 'VARCHAR'})`);
  await connection.run('CHECKPOINT');
  const seconds = (performance.now() - began) / 1000;
  const loaded = await count(connection, 'SELECT count(*) FROM bare');
  const records = await count(
    connection,
    `SELECT count(*) - 1 FROM read_csv(${literal(file)}, header = false, all_varchar = true)`,
  );
  connection.closeSync();
  instance.closeSync();
  await rm(target);
  return seconds * (records / loaded);
}
