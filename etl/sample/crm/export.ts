import fs from 'node:fs';
import path from 'node:path';
import type { CrmKey } from './key.ts';
import type { ObjectId, Row } from './objects.ts';
import type { Exporting } from './draft.ts';
import { renderRows, renderUnitless, type Planted, type Rendered } from './render.ts';
import { renderNested } from './render-nested.ts';
import { folderOf, sourceId, sourceYaml } from './source-yaml.ts';
import type { Dialect } from './table.ts';
import type { Crm } from './truth.ts';

/** What to export and how much of it. */
export interface ExportOptions {
  /** COALFACE_HOME: files go to `inbox/` and `sources/` below it */
  out: string;
  crm: Crm;
  /** objects to write; default all of the dialect */
  objects?: readonly ObjectId[];
  /** at most so many rows of an object; accounts are always all there */
  limit?: number;
  planted: Planted;
}

/** Writes the exports of a dialect and the sources that load them. @returns the answer key */
export function writeExports(dialect: Dialect, options: ExportOptions): CrmKey {
  const { crm, planted, limit } = options;
  const objects = (options.objects ?? dialect.objects).filter((one) => dialect.objects.includes(one));
  const key: CrmKey = { dialect: dialect.name, files: [] };
  const referenced = new Set(
    Object.entries(crm).flatMap(([id, rows]) =>
      id === 'account' ? [] : rows.map((row) => row['account_id'] ?? ''),
    ),
  );
  const exporting = (object: ObjectId): Exporting => ({
    dialect,
    object,
    columns: dialect.layout(object),
    strangers: dialect.strangers(object),
    writers: dialect.writers(object),
    accounts: crm.account,
    referenced,
  });
  const inbox = path.join(options.out, 'inbox');
  const sources = path.join(options.out, 'sources');
  fs.mkdirSync(sources, { recursive: true });
  const children = new Set(Object.values(dialect.nested ?? {}).map((one) => one?.child));

  const note = (at: Exporting, file: string, rendered: Rendered['key']): void => {
    key.files.push({
      source: sourceId(dialect, at.object),
      object: at.object,
      folder: folderOf(dialect, at.object),
      file,
      ...rendered,
    });
  };
  const write = (at: Exporting, variant: string, sheet: Rendered['sheet']): string => {
    const file = dialect.fileName(at.object, variant);
    const folder = path.join(inbox, folderOf(dialect, at.object));
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, file), dialect.encode(sheet));
    return file;
  };
  const source = (at: Exporting) =>
    fs.writeFileSync(
      path.join(sources, `${sourceId(dialect, at.object)}.yaml`),
      sourceYaml(dialect, at.object, at.columns),
    );

  for (const object of objects) {
    if (children.has(object)) continue;
    const at = exporting(object);
    source(at);
    const rows = chosen(crm[object], dialect, object === 'account' ? undefined : limit);
    const nested = dialect.nested?.[object];
    if (nested) {
      const childAt = joinedBy(exporting(nested.child), at, nested.on);
      source(childAt);
      const parents = rows.filter((_, i) => i % 4 === 0 || limit === undefined);
      const both = renderNested(at, childAt, nested.on, parents, crm[nested.child], planted);
      const file = write(at, '', both.sheet);
      note(at, file, both.parent);
      note(childAt, file, both.child);
      continue;
    }
    const rendered = renderRows(at, rows, planted);
    note(at, write(at, '', rendered.sheet), rendered.key);
    const unitless = planted === 'all' ? renderUnitless(at, rows) : null;
    if (unitless) note(at, write(at, '_无单位', unitless.sheet), unitless.key);
  }
  return key;
}

/** Rows of a dialect, evenly thinned. */
function chosen(rows: readonly Row[], { only }: Dialect, limit: number | undefined): readonly Row[] {
  const own = only ? rows.filter((row) => row[only.column] === only.value) : rows;
  if (limit === undefined || own.length <= limit) return own;
  return Array.from({ length: limit }, (_, i) => own[Math.floor((i * own.length) / limit)] as Row);
}

/** The child's columns, the one that tells its parent standing under the parent's header. */
function joinedBy(child: Exporting, parent: Exporting, on: string): Exporting {
  const header = parent.columns.find(({ name }) => name === on)?.header ?? on;
  return { ...child, columns: child.columns.map((one) => (one.name === on ? { ...one, header } : one)) };
}
