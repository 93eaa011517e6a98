import { DuckDBInstance } from '@duckdb/node-api';
import { link, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import iconv from 'iconv-lite';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { count, literal } from '../data/duck.ts';
import { homeAt, type Home } from '../data/home.ts';
import { generateSample } from '../etl/sample/generate.ts';
import { runEtl } from '../etl/run.ts';

/** Deliveries of the sample at scale 4 are about a million. */
const SCALE = 4;

/** One line of the report. */
export interface PipelineFigures {
  rows: number;
  bytes: number;
  bareSeconds: number;
  stepsSeconds: { step: string; seconds: number }[];
  totalSeconds: number;
}

/**
 * Load one file of about a million deliveries through the whole pipeline, and the same file by a bare typed
 * `CREATE TABLE AS SELECT … FROM read_csv` into a DuckDB file. The home stays for further benchmarks.
 */
export async function benchPipeline(): Promise<{ home: Home; figures: PipelineFigures }> {
  const home = homeAt(await mkdtemp(path.join(tmpdir(), 'coalface-bench-')));
  await generateSample({ out: home.root, scale: SCALE });
  const whole = path.join(home.root, 'deliveries.csv');
  const inbox = path.join(home.inbox, 'deliveries');
  await joinAsUtf8(inbox, whole);
  await rm(inbox, { recursive: true });
  await mkdir(inbox);
  await link(whole, path.join(inbox, 'deliveries.csv'));
  const bare = await bareLoad(whole, path.join(home.root, 'bare.duckdb'));
  await runEtl({ home, sources: ['accounts'], now: () => new Date(), progress: () => {} });
  const marks = new Map<string, number>();
  let last = performance.now();
  const began = last;
  let step = 'extract';
  const lap = (next: string) => {
    const now = performance.now();
    marks.set(step, (marks.get(step) ?? 0) + now - last);
    [step, last] = [next, now];
  };
  const outcome = await runEtl({
    home,
    sources: ['deliveries'],
    now: () => new Date(),
    progress: (at) => lap(at.step),
  });
  lap('end');
  const rows = outcome.files.reduce((sum, file) => sum + file.counts.read, 0);
  await rm(path.join(home.root, 'bare.duckdb'));
  return {
    home,
    figures: {
      rows,
      bytes: (await stat(whole)).size,
      bareSeconds: bare.seconds * (rows / bare.rows),
      stepsSeconds: [...marks].map(([name, ms]) => ({ step: name, seconds: ms / 1000 })),
      totalSeconds: (performance.now() - began) / 1000,
    },
  };
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

async function bareLoad(file: string, target: string): Promise<{ rows: number; seconds: number }> {
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
  connection.closeSync();
  instance.closeSync();
  return { rows: loaded, seconds };
}
