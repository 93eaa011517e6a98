import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { identifier, rows } from '../../data/duck.ts';
import { objectCatalogue } from '../../data/object-file.ts';
import { openWarehouse } from '../../data/warehouse.ts';
import { runEtl } from '../run.ts';
import { Rng } from '../sample/random.ts';
import { smallHome, type SmallHome } from '../testing/small-home.ts';
import {
  arrive,
  FULL_SOURCES,
  YEAR_SOURCES,
  yearOfExports,
  type Export,
} from '../testing/year-of-exports.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const YEAR = yearOfExports(7);
/** Where a row came from and when it was said so differ with what arrived; what is so must not. */
const PROVENANCE = ['_file', '_row', '_run', '_version'];

const homes: SmallHome[] = [];
afterAll(async () => {
  for (const small of homes) await small.remove();
});

/** Everything that the warehouse says once these exports arrived, those of one list in one run. */
async function warehouseOf(arrivals: readonly (readonly Export[])[]): Promise<Map<string, string[]>> {
  const small = await smallHome();
  homes.push(small);
  const { home } = small;
  await mkdir(home.sources, { recursive: true });
  for (const id of FULL_SOURCES) {
    await writeFile(
      path.join(home.sources, `${id}.yaml`),
      `{ id: ${id}, title: { zh: 全量, en: full }, object: ${id}, origin: { kind: files, folder: ${id} }, full: true }`,
    );
  }
  let clock = Date.parse('2013-01-02T01:00:00Z');
  for (const exports of arrivals) {
    await arrive(home, exports);
    const now = () => new Date((clock += 1000));
    const outcome = await runEtl({ home, sources: YEAR_SOURCES, now, progress: () => {} });
    expect(outcome.errors).toEqual([]);
    for (const { counts, name } of outcome.files) {
      const { read, inserted, updated, unchanged, quarantined, furniture } = counts;
      expect(inserted + updated + unchanged + quarantined + furniture, name).toBe(read);
    }
  }
  const { connection, close } = await openWarehouse(home);
  try {
    const marts = await rows<{ name: string }>(
      connection,
      "SELECT 'mart.' || table_name AS name FROM duckdb_tables() WHERE schema_name = 'mart' ORDER BY 1",
    );
    const tables = [...objectCatalogue().values()].map((object) => object.table);
    const found = new Map<string, string[]>();
    for (const table of [...tables, 'crm.key_account', ...marts.map((mart) => mart.name)]) {
      const columns = (await rows<{ column_name: string }>(connection, `DESCRIBE ${table}`))
        .map((one) => identifier(one.column_name))
        .filter((name) => !PROVENANCE.includes(name.replaceAll('"', '')));
      const said = await rows<{ text: string }>(
        connection,
        `SELECT concat_ws(' | ', ${columns.map((name) => `coalesce(${name}::VARCHAR, '—')`).join(', ')}) AS text
         FROM ${table} ORDER BY text`,
      );
      found.set(
        table,
        said.map((row) => row.text),
      );
    }
    return found;
  } finally {
    close();
  }
}

/** The exports in another order and other pieces: parts, copies, re-saved files, over several runs. */
function shuffled(seed: number): Export[][] {
  const rng = new Rng(seed, 'order');
  const pieces = YEAR.flatMap((one): Export[] => {
    const { stem, lines } = one;
    const isWhole = FULL_SOURCES.includes(one.source) || lines.length < 2;
    const cut = rng.int(1, Math.max(1, lines.length - 1));
    const parts =
      !isWhole && rng.chance(0.4)
        ? [
            { ...one, stem: `${stem}(1)`, lines: lines.slice(0, cut) },
            { ...one, stem: `${stem}(2)`, lines: lines.slice(cut) },
          ]
        : [one];
    const again = rng.pick(parts);
    return [
      ...parts,
      ...(rng.chance(0.2) ? [{ ...again, stem: `副本 ${again.stem}` }] : []),
      ...(rng.chance(0.2) ? [{ ...again, stem: `${again.stem} 重存`, eol: '\n' as const }] : []),
    ];
  });
  const runs: Export[][] = [[], [], []];
  for (const piece of rng.shuffled(pieces)) rng.pick(runs).push(piece);
  return runs;
}

let inOrder: Map<string, string[]>;
beforeAll(async () => {
  inOrder = await warehouseOf([YEAR]);
});

test('the year has what the shuffle is to prove', () => {
  const said = (table: string) => inOrder.get(table) ?? [];
  expect(said('crm.account')).toHaveLength(8);
  for (const table of ['crm.contract', 'crm.contact', 'crm.collection_plan', 'sales.delivery']) {
    const gone = said(table).filter((line) => !line.endsWith('—'));
    expect(gone.length, table).toBeGreaterThan(0);
    expect(gone.length, table).toBeLessThan(said(table).length);
  }
  expect(said('mart.account_day').length).toBeGreaterThan(20);
  expect(said('crm.opportunity_stage').length).toBeGreaterThan(10);
});

test.each([1, 2])(
  'in whatever order and pieces the year arrives, the warehouse is the same (%i)',
  async (seed) => {
    const found = await warehouseOf(shuffled(seed));
    for (const [table, lines] of inOrder) expect(found.get(table), table).toEqual(lines);
  },
);
