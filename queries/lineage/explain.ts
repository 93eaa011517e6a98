import type { DuckDBConnection } from '@duckdb/node-api';
import { rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import { FACT_RELATIONS } from '../../data/fact-relations.ts';
import { objectCatalogue } from '../../data/object-file.ts';
import type { Home } from '../../data/home.ts';
import { readManifest } from '../../data/snapshot-manifest.ts';
import { currentSnapshotId, listSnapshots, snapshotFile } from '../../data/snapshots.ts';
import type { Cell } from '../engine/convert.ts';
import { resolveParameters, type RawParameters } from '../engine/parameters.ts';
import type { QueryFile } from '../engine/query-file.ts';
import { takeCell, type CellAddress } from './cell.ts';
import { SHOWN, type Explanation, type RowSet, type Trace } from './explanation.ts';
import { findInfluence, type Influence } from './influence.ts';
import { commentsOf, namesOf } from './names.ts';
import { decisionsOf, filesOf, plain, revisionsOf, runsOf } from './provenance.ts';
import { readsOf, tablesRead } from './reads.ts';
import { openTrialViews } from './trial-views.ts';

/** Which figure is to be explained. */
export interface Question {
  query: QueryFile;
  params: RawParameters;
  cell: CellAddress;
  /** default: the snapshot in service */
  snapshot?: string | undefined;
}

/**
 * Explain where a figure of a query comes from, down to the rows of the files. Which rows have a part in it is found by
 * trial, see {@link findInfluence}, so that it holds for any SQL.
 * @throws CoalfaceError `no_snapshot`, `unknown_snapshot`, `snapshot_unreadable`, `unknown_cell`, those of
 *   `resolveParameters`, `query_failed`
 */
export async function explainCell(
  home: Home,
  { query, params: raw, cell: address, snapshot }: Question,
): Promise<Explanation> {
  const id = await keptSnapshot(home, snapshot);
  const views = await openTrialViews(snapshotFile(home, id));
  try {
    const { connection } = views;
    const published = await publicationOf(connection, id);
    const params = resolveParameters(query, raw, published.as_of);
    const cell = await takeCell(connection, query, params, address);
    const found: Influence[] = [];
    for (const table of await tablesRead(connection, query.sql, FACT_RELATIONS)) {
      const influence = await findInfluence(views, table, cell, params);
      if (influence) found.push(influence);
    }
    const traces: Trace[] = [];
    for (const one of found) traces.push(await traceOf(connection, one));
    const facts = found.map(factsOf);
    const kept = (object: string) => found.filter(({ table }) => table.object === object).map(factsOf);
    const named = typeof cell.row['account_id'] === 'string' ? [cell.row['account_id']] : [];
    const { zh, en, unit } = cell.column;
    const revisions = await revisionsOf(connection, kept('market.observation'));
    const decisions = await decisionsOf(connection, kept('sales.delivery'), named);
    const codes = new Set(
      [
        params,
        cell.row,
        ...traces.flatMap(({ keys, rows, facts }) => [
          ...Object.values(keys).flat(),
          ...rows.first,
          ...facts.first,
        ]),
        ...revisions.first.map(({ series }) => series),
        ...decisions.first.map(({ account_id }) => account_id),
      ].flatMap((one) => (typeof one === 'string' ? one : Object.values(one))),
    );
    const reads = await readsOf(connection, query.sql);
    return {
      query: {
        id: query.id,
        title: query.title,
        file: `queries/${query.area}/${query.id}.sql`,
        sql: query.sql,
      },
      params,
      snapshot: { ...published, sha256: (await readManifest(home, id))?.sha256 ?? null },
      cell: { ...address, title: { zh, en, ...(unit ? { unit } : {}) }, value: cell.value, in_row: cell.row },
      followed: cell.followed,
      reads,
      not_followed: reads.filter(isNotFollowed),
      traces,
      names: await namesOf(
        connection,
        [...codes].filter((one) => typeof one === 'string'),
      ),
      files: await filesOf(connection, home, facts),
      runs: await runsOf(connection, facts),
      revisions,
      decisions,
    };
  } finally {
    views.close();
  }
}

/** Whether a table holds rows of files, none of which are followed. */
function isNotFollowed(table: string): boolean {
  const holdsRows = [...objectCatalogue().values()].some((object) => object.table === table);
  return holdsRows && !FACT_RELATIONS.some((followed) => followed.table === table);
}

async function keptSnapshot(home: Home, asked: string | undefined): Promise<string> {
  const id = asked ?? (await currentSnapshotId(home));
  if (id === null) {
    throw new CoalfaceError('no_snapshot', 'nothing has been published yet', {
      hint: 'run `npm start` or `coalface etl run` first',
    });
  }
  if ((await listSnapshots(home)).includes(id)) return id;
  throw new CoalfaceError('unknown_snapshot', `snapshot ${id.slice(0, 40)} is not kept`, {
    hint: 'coalface snapshots list',
  });
}

async function publicationOf(
  connection: DuckDBConnection,
  id: string,
): Promise<Omit<Explanation['snapshot'], 'sha256'>> {
  const [found] = await rows<{ as_of: string | null; published_at: string; runs: string }>(
    connection,
    `SELECT as_of::VARCHAR AS as_of, strftime(published_at, '%Y-%m-%dT%H:%M:%S.%g+08:00') AS published_at,
       to_json(runs)::VARCHAR AS runs FROM meta.publication WHERE snapshot = $id`,
    { id },
  );
  if (!found)
    throw new CoalfaceError('snapshot_unreadable', `snapshot ${id} does not record its own publication`);
  return { ...found, id, runs: JSON.parse(found.runs) as string[] };
}

/** SQL of the facts behind an influence: those that have one of the figures that count. */
function factsOf({ table, condition, measures }: Influence): string {
  const some = measures.map((measure) => `${measure} IS NOT NULL`).join(' OR ');
  return `FROM (${table.facts}) AS facts WHERE ${condition} AND (${some})`;
}

async function traceOf(connection: DuckDBConnection, influence: Influence): Promise<Trace> {
  const { table, measures, keys, days, certainty, condition } = influence;
  const columns = [table.day, ...table.keys, ...measures];
  const order = [table.day, ...table.keys];
  const ofTable = `FROM ${table.table} WHERE ${condition}`;
  const comments = await commentsOf(connection, table.table);
  const { '': object_title = { zh: table.object, en: table.object } } = await commentsOf(
    connection,
    table.object,
  );
  const { '': title = { zh: table.table, en: table.table }, ...described } = comments;
  return {
    table: table.table,
    title,
    columns: described,
    object: table.object,
    object_title,
    measures,
    keys,
    days,
    certainty,
    rows: await rowSet(connection, ofTable, columns, order, influence),
    facts: await rowSet(
      connection,
      factsOf(influence),
      ['fact', ...columns, '_file', '_row', '_run'],
      [...order, '_file', '_row'],
      influence,
    ),
  };
}

async function rowSet(
  connection: DuckDBConnection,
  relation: string,
  columns: readonly string[],
  order: readonly string[],
  { table, measures }: Influence,
): Promise<RowSet> {
  const sums = table.additive ? measures.map((one) => `sum(${one})::DOUBLE AS ${one}`) : [];
  const [total] = await rows<Record<string, bigint | number>>(
    connection,
    `SELECT ${['count(*) AS of_all', ...sums].join(', ')} ${relation}`,
  );
  const shown = columns.map((one) => (one === table.day ? `${one}::VARCHAR AS ${one}` : one));
  const first = await rows<Record<string, Cell>>(
    connection,
    `SELECT ${shown.join(', ')} ${relation} ORDER BY ${order.join(', ')} LIMIT ${SHOWN}`,
  );
  const { of_all: count = 0, ...summed } = total ?? {};
  return {
    count: Number(count),
    sums: table.additive ? (summed as Record<string, number>) : null,
    first: first.map(plain),
  };
}
