import { readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Of } from '../../data/digest.ts';
import { CoalfaceError, systemCode } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { loadSources } from '../../data/source-file.ts';
import { currentSnapshotId } from '../../data/snapshots.ts';
import { readState } from '../../data/state-reader.ts';
import { openWarehouse } from '../../data/warehouse.ts';
import { loadQueries } from '../../queries/engine/query-file.ts';
import { landedFile, readReceipt } from '../../data/receipt.ts';
import { verifySnapshot } from '../snapshots/verify.ts';
import { fail, ok, warn, type Examination, type Finding } from './finding.ts';

const SERVER = fileURLToPath(new URL('../../build/index.js', import.meta.url));
/** Files of the archive whose bytes are compared with their receipts. */
const SAMPLED = 40;
/** Larger ones are compared by their size. */
const HASHED_BYTES = 64 * 1024 ** 2;

/** What the installation holds: definitions, snapshot, warehouse, state, archive. */
export const CONTENT: readonly Examination[] = [
  {
    id: 'definitions',
    title: { zh: '来源与查询', en: 'sources and queries' },
    look: ({ home }) => definitions(home),
  },
  { id: 'web_app', title: { zh: '网页程序', en: 'web app' }, look: webApp },
  { id: 'snapshot', title: { zh: '当前快照', en: 'snapshot' }, look: ({ home }) => snapshot(home) },
  { id: 'warehouse', title: { zh: '数据仓库', en: 'warehouse' }, look: ({ home }) => warehouse(home) },
  { id: 'state', title: { zh: '状态数据库', en: 'state' }, look: ({ home }) => state(home) },
  { id: 'landing', title: { zh: '原始文件', en: 'landing archive' }, look: ({ home }) => landing(home) },
];

async function definitions(home: Home): Promise<Finding> {
  const [sources, queries] = [(await loadSources(home)).size, (await loadQueries()).size];
  return ok(`${sources} 个来源,${queries} 个查询`, `${sources} sources and ${queries} queries are valid`);
}

function webApp(): Finding {
  if (existsSync(SERVER)) return ok('已构建', 'built');
  return fail('尚未构建', 'not built', {
    zh: '运行 npm start,它会构建',
    en: 'run `npm start`, it builds what is needed',
  });
}

async function snapshot(home: Home): Promise<Finding> {
  const id = await currentSnapshotId(home);
  if (id === null) {
    return fail('尚未发布', 'nothing published yet', {
      zh: '运行 npm start 或 coalface etl run',
      en: 'run `npm start` or `coalface etl run`',
    });
  }
  const verdict = await verifySnapshot(home, id, () => {});
  const faults = verdict.faults.map(({ code, message }) => `${code}: ${message}`).join('; ');
  if (faults) {
    return fail(`${id} ${faults}`, `${id} ${faults}`, {
      zh: '回退到完好的快照: coalface snapshots verify,再 coalface snapshots rollback ID',
      en: 'go back to a sound one: `coalface snapshots verify`, then `coalface snapshots rollback ID`',
    });
  }
  if (verdict.unchecked.length) {
    const missing = verdict.unchecked.join(', ');
    return warn(`${id} 可读,未记录: ${missing}`, `${id} can be read; not recorded: ${missing}`, {
      zh: '下一次发布会记录',
      en: 'the next publication records it',
    });
  }
  return ok(
    `${id} 完好,${verdict.tables} 张表 ${verdict.rows} 行`,
    `${id} is sound: ${verdict.tables} tables, ${verdict.rows} rows`,
  );
}

async function warehouse(home: Home): Promise<Finding> {
  if (!existsSync(home.warehouse)) return ok('首次运行时建立', 'not there yet; the first run makes it');
  try {
    (await openWarehouse(home)).close();
    return ok('可写,无人占用', 'opens for writing, no other writer');
  } catch (error) {
    if (!(error instanceof CoalfaceError && error.code === 'warehouse_locked')) throw error;
    return ok('正在运行 ETL', 'a run is writing it');
  }
}

function state(home: Home): Finding {
  const database = readState(home, 'run');
  if (!database) return ok('首次运行时建立', 'not there yet; the first run makes it');
  try {
    const found = database.prepare('PRAGMA integrity_check(5)').all();
    const faults = found.map((row) => String(row['integrity_check'])).filter((text) => text !== 'ok');
    if (faults.length === 0) return ok('完好', 'sound');
    return fail(faults.join('; '), faults.join('; '), {
      zh: '停止服务,从备份恢复 state.sqlite: coalface restore',
      en: 'stop the service and bring state.sqlite back from a backup: `coalface restore`',
    });
  } finally {
    database.close();
  }
}

/** A sample spread evenly over the archive, the same one every time nothing has arrived in between. */
async function landing(home: Home): Promise<Finding> {
  const names = await readdir(path.join(home.landing, 'receipts')).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
  const step = Math.max(1, ids.length / SAMPLED);
  const sample = Array.from(
    { length: Math.min(ids.length, SAMPLED) },
    (_, n) => ids.sort()[Math.floor(n * step)] ?? '',
  );
  const damaged: string[] = [];
  for (const id of sample) {
    const fault = await faultOf(home, id);
    if (fault) damaged.push(`${id} ${fault}`);
  }
  if (damaged.length === 0)
    return ok(
      `${ids.length} 份,抽查 ${sample.length} 份完好`,
      `${ids.length} files, ${sample.length} compared, all sound`,
    );
  return fail(
    `抽查 ${sample.length} 份: ${damaged.join('; ')}`,
    `of ${sample.length} compared: ${damaged.join('; ')}`,
    {
      zh: '从备份中复制 landing/',
      en: 'copy landing/ from a backup: what is archived cannot be had again elsewhere',
    },
  );
}

async function faultOf(home: Home, id: string): Promise<string | null> {
  const receipt = await readReceipt(home, id);
  // a receipt counts as none unless as many bytes as it states are there
  if (!receipt) return 'lacks its bytes';
  if (receipt.bytes > HASHED_BYTES) return null;
  return (await sha256Of(landedFile(home, receipt.sha256))) === receipt.sha256 ? null : 'has other bytes';
}
