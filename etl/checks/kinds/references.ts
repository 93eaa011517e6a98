import { objectCatalogue, referencesOf } from '../../../data/object-file.ts';
import type { CheckOf } from '../../../data/check-schema.ts';
import { EXAMPLES, type Compiler, type Compiling } from '../statement.ts';

interface Reference {
  /** what people call it */
  label: string;
  table: string;
  column: string;
  targetTable: string;
  targetColumn: string;
}

/**
 * Rows that refer to what is not there, over all references of the check. Deleted rows and empty cells refer to nothing;
 * of a table without rows nothing is expected, for the installation does not load it.
 */
export const references: Compiler<'references'> = (check, at) => ({
  sql: `WITH orphan AS (
${referencesIn(check)
  .map((one) => orphans(one, at))
  .join('\nUNION ALL\n')})
SELECT NULL AS sample, true AS enough, coalesce(sum(lines), 0)::DOUBLE AS measured,
  (list(label || ' ' || value || CASE WHEN lines > 1 THEN ' ×' || lines ELSE '' END ORDER BY label, value))[1:${EXAMPLES}] AS examples
FROM orphan`,
  bindings: {},
  low: null,
  high: check.max,
  unit: 'rows',
});

function referencesIn({ references: given }: CheckOf<'references'>): Reference[] {
  if (given === 'objects') {
    return referencesOf(objectCatalogue()).map(({ object, column, target, targetColumn }) => ({
      label: `${object.id}.${column}`,
      table: object.table,
      column,
      targetTable: target.table,
      targetColumn,
    }));
  }
  return given.map(({ from, to }) => {
    const [[table, column], [targetTable, targetColumn]] = [parts(from), parts(to)];
    return { label: from, table, column, targetTable, targetColumn };
  });
}

function parts(place: string): [string, string] {
  const at = place.lastIndexOf('.');
  return [place.slice(0, at), place.slice(at + 1)];
}

function orphans(
  { label, table, column, targetTable, targetColumn }: Reference,
  { catalogue, bad }: Compiling,
): string {
  const [from, to] = [catalogue.table(table, bad), catalogue.table(targetTable, bad)];
  const cell = catalogue.column(table, column, bad);
  const key = catalogue.column(targetTable, targetColumn, bad);
  const kept = catalogue.has(table, '_deleted_on', bad) ? 't._deleted_on IS NULL AND ' : '';
  // the label holds only what ids and names of columns may hold
  return `SELECT '${label}' AS label, t.${cell}::VARCHAR AS value, count(*) AS lines FROM ${from} AS t
WHERE ${kept}t.${cell} IS NOT NULL AND EXISTS (FROM ${to}) AND NOT EXISTS (FROM ${to} AS o WHERE o.${key} = t.${cell})
GROUP BY ALL`;
}
