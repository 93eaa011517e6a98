import { identifier, literal } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import { catalogueObjectOf, type Source } from '../../data/source-file.ts';
import { FOLDED, NULL_TEXTS } from './cell-sql.ts';
import { cleaned, compileColumn, maskedSql, reasonSql } from './contract-column.ts';
import type { Header } from './header.ts';

/** A record that has more cells than the header, or that could not be split into cells. */
export const MALFORMED = {
  zh: '列数或引号不对,无法分列',
  en: 'the record does not split into the columns of the header',
};

/** First cells of records that carry no data: subtotals, signatures, notes. */
const FOOTER =
  '^(合计|小计|总计|本页合计|累计)$|^(制表人|制表|审核人?|制单人?|打印时间|注|单位|数据来源|来源|说明)\\s*[:：]|^(grand )?totals?\\b';

/** What makes a text need cleaning: foldable or outer blank characters, a text that means "no value", a footer's beginning. */
const ODD_TEXT = `[${FOLDED}\\s]|(^|\u001f)(${NULL_TEXTS.map((text) => text.replace(/[.]/g, '\\$&')).join('|')})($|\u001f)|^(合计|小计|总计|本页合计|累计|制表|审核|制单|打印时间|注|单位|数据来源|来源|说明|(?i:grand |totals?))`;

/** Separates texts where they are searched together; no file contains it between cells. */
const SEPARATOR = '\u001f';

/** The two passes that stage a file; see {@link compileContract}. */
export interface Contract {
  /** SELECT of every record of `relation`: `_row`, columns by the plain cast, `_cells` (all texts) of the odd records only */
  swift(relation: string): string;
  /** SELECT of the odd records of `relation` with everything judged, shaped like the staged table */
  careful(relation: string): string;
  /** the typed columns, quoted, in order */
  columns: string[];
}

/**
 * Compile a source's contract for the header found in one file. One vectorised pass over the file casts every cell and
 * calls a record odd if any cell is not plain (folded or padded text, a number or date in another form, a missing
 * value, a broken rule, a header or footer); a second pass over the odd records alone cleans their cells, tries all
 * forms, and gives the bad ones their reasons. Cleaning every cell of every record costs a hundred times as much.
 * The careful pass yields `_row`, `_kind` (`data`, `total`, `furniture`), the typed columns, `_reasons` (NULL for a good
 * row), `_original` (the record's texts as JSON, only where there are reasons).
 * @throws CoalfaceError `column_not_found`, `ambiguous_column`, `unit_mismatch`, `schema_drift`
 */
export function compileContract(source: Source, header: Header, width: number, file: string): Contract {
  const columns = Object.entries(source.columns).map(([name, column]) =>
    compileColumn(name, column, header, source, file),
  );
  const rules = source.rules.map((rule) => ({
    bad: `NOT coalesce((${rule.expect}), true)`,
    reason: reasonSql(rule.code, rule.columns, rule.message),
  }));
  const beyond = Array.from(
    { length: width - header.titles.length },
    (_, i) => `c${header.titles.length + i} IS NOT NULL`,
  );
  const strangers = strangersOf(source, header, file);
  const spills = beyond.length ? [`(${beyond.join(' OR ')})`] : [];
  const unwanted =
    source.drift.columns === 'discard_row' ? strangers.map(({ index }) => `c${index} IS NOT NULL`) : [];
  const bad = [
    ...columns.flatMap((column) => column.bad),
    ...rules.map((rule) => rule.bad),
    ...spills,
    ...unwanted,
  ];
  const reasons = [
    ...columns.flatMap((column) => column.reasons),
    ...rules.map((rule) => `CASE WHEN ${rule.bad} THEN ${rule.reason} END`),
    ...spills.map((spill) => `CASE WHEN ${spill} THEN ${reasonSql('malformed', [], MALFORMED)} END`),
    ...strangers
      .slice(0, unwanted.length)
      .map(
        ({ index, title }) =>
          `CASE WHEN c${index} IS NOT NULL THEN ${reasonSql('unknown_column', [title], { zh: `${title}:合同未列此列`, en: `${title}: the contract does not name this column` })} END`,
      ),
  ];
  const extra = source.drift.columns === 'evolve' ? extraSql(strangers) : 'NULL::JSON';
  const names = [
    ...columns.map((column) => identifier(column.name)),
    ...(keepsExtra(source) ? ['extra'] : []),
  ];
  const also = keepsExtra(source) ? `, ${extra} AS extra` : '';
  const cells = Array.from({ length: width }, (_, i) => `c${i}`);
  const texts = columns.flatMap((column) => (column.searched ? [column.searched] : []));
  const odd = [
    `_row <= ${header.row}`,
    texts.length
      ? `regexp_matches(concat_ws('${SEPARATOR}', ${texts.join(', ')}), ${literal(ODD_TEXT)})`
      : 'false',
    ...columns.flatMap((column) => column.odd),
    ...rules.map((rule) => rule.bad),
    ...spills,
    ...unwanted,
  ];
  const either = (tests: string[]) => tests.map((test) => `coalesce(${test}, false)`).join(' OR ');
  return {
    columns: names,
    swift: (relation) => `
      WITH swift AS (SELECT *, ${columns.map((column) => `${column.swift} AS ${identifier(column.name)}`).join(', ')}${also} FROM ${relation}),
      judged AS (SELECT *, (${either(odd)}) AS _odd FROM swift)
      SELECT _row, ${names.join(', ')}, CASE WHEN _odd THEN [${cells.join(', ')}] END AS _cells FROM judged`,
    careful: (relation) => `
      WITH read AS (SELECT *, list_transform(_cells, lambda s: cell(s)) AS _texts FROM ${relation}),
      cleaned AS (SELECT _row, ${cells.map((cell, i) => `_cells[${i + 1}] AS ${cell}, _texts[${i + 1}] AS t${i}`).join(', ')},
        ${kindSql(source, header)} AS _kind FROM read),
      typed AS (SELECT *, ${columns.map((column) => `${column.careful} AS ${identifier(column.name)}`).join(', ')}${also} FROM cleaned),
      judged AS (SELECT *, _kind = 'data' AND (${either(bad)}) AS _bad FROM typed)
      SELECT _row, _kind, ${names.join(', ')},
        CASE WHEN _bad THEN list_filter([${reasons.join(', ')}], lambda r: r IS NOT NULL) END AS _reasons,
        CASE WHEN _bad THEN ${originalSql(header, source)} END AS _original
      FROM judged`,
  };
}

/** Only the tables of catalogue objects have a place for cells that their contract does not name. */
function keepsExtra(source: Source): boolean {
  return catalogueObjectOf(source) !== undefined;
}

/** The headers that the contract does not name. @throws CoalfaceError `schema_drift` if the contract is frozen */
function strangersOf(source: Source, header: Header, file: string): { index: number; title: string }[] {
  const named = new Set([...header.fields.values()].map((found) => found.index));
  const strangers = header.titles.flatMap((text, index) =>
    named.has(index) || text.trim() === '' ? [] : [{ index, title: text.trim() }],
  );
  if (strangers.length && source.drift.columns === 'freeze') {
    throw new CoalfaceError(
      'schema_drift',
      `columns that the contract does not name: ${strangers.map((one) => one.title).join('、')}`,
      {
        where: { file, source: source.id },
        hint: 'name them in the source file, or let `drift.columns` be evolve',
      },
    );
  }
  return strangers;
}

function extraSql(strangers: readonly { index: number; title: string }[]): string {
  if (strangers.length === 0) return 'NULL::JSON';
  const cells = strangers.map(({ index }) => `c${index}`).join(', ');
  const seen = new Set<string>();
  const pairs = strangers.map(({ index, title }) => {
    const key = seen.has(title) ? `${title}#${index + 1}` : title;
    seen.add(key);
    return `${literal(key)}, c${index}`;
  });
  return `CASE WHEN coalesce(${cells}) IS NOT NULL THEN json_object(${pairs.join(', ')}) END`;
}

/** SQL of a record's texts as a JSON object, header text → cell text; personal data masked. */
export function originalSql(header: Header, source: Source): string {
  const personal = new Set(
    Object.entries(source.columns).flatMap(([name, column]) =>
      column.type === 'text' && column.mask ? [header.fields.get(name)?.index] : [],
    ),
  );
  const seen = new Map<string, number>();
  const pairs = header.titles.map((title, i) => {
    const key = title.trim() || `列${i + 1}`;
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    const text = personal.has(i) ? maskedSql(`c${i}`) : `c${i}`;
    return `${literal(times > 1 ? `${key}#${times}` : key)}, ${text}`;
  });
  return `json_object(${pairs.join(', ')})::VARCHAR`;
}

function kindSql(source: Source, header: Header): string {
  const first = 'list_filter(_texts, lambda t: t IS NOT NULL)[1]';
  const totals = source.totals;
  const marker = totals && header.fields.get(totals.column);
  return `CASE
      WHEN _row <= ${header.row} OR ${first} IS NULL OR regexp_matches(lower(${first}), ${literal(FOOTER)}) THEN 'furniture'
      ${totals && marker ? `WHEN _texts[${marker.index + 1}] IN (${totals.equals.map(cleaned).join(', ')}) THEN 'total'` : ''}
      ELSE 'data' END`;
}
