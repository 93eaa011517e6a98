import { identifier, literal } from '../../data/duck.ts';
import { catalogueObjectOf, type Source } from '../../data/source-file.ts';
import { FOLDED, NULL_TEXTS } from './cell-sql.ts';
import { cleaned } from './column-type.ts';
import { compileColumn, type CompiledColumn } from './contract-column.ts';
import {
  extraSql,
  keepsExtra,
  originalSql,
  strangersKept,
  strangersOf,
  type Stranger,
} from './contract-extra.ts';
import { MALFORMED, reasonSql } from './contract-reasons.ts';
import { compileDerived } from './derived-column.ts';
import type { Facts } from './facts.ts';
import type { Header } from './header.ts';
import {
  ACCOUNT_IDS,
  ACCOUNT_NAMES,
  defineKnown,
  isKnown,
  referenceValues,
  type KnownValues,
} from './known-values.ts';
import { unwantedSql } from './row-pattern.ts';

/** First cells of records that carry no data: subtotals, signatures, notes. */
const FOOTER =
  '^(合计|小计|总计|本页合计|累计)$|^(制表人|制表|审核人?|制单人?|打印时间|注|单位|数据来源|来源|说明)\\s*[:：]|^(grand |sub)?totals?\\b|^confidential information|^copyright\\b';

/** Separates texts where they are searched together; no file contains it between cells. */
const SEPARATOR = '\u001f';

/** What makes a text need cleaning: foldable or outer blank characters, a text that means "no value", a footer's beginning. */
const ODD_TEXT =
  `[${FOLDED}\t\r\n]|(^|${SEPARATOR}) | (${SEPARATOR}|$)` +
  `|(^|${SEPARATOR})(${NULL_TEXTS.map((text) => text.replace(/[.?*+^$()|[\]\\]/g, '\\$&')).join('|')})($|${SEPARATOR})` +
  `|(^|${SEPARATOR})\\d(\\.\\d+)?[Ee]\\+\\d{2}($|${SEPARATOR})` +
  `|^(合计|小计|总计|本页合计|累计|制表|审核|制单|打印时间|注|单位|数据来源|来源|说明|(?i:grand |sub|totals?|confidential|copyright))`;

/** The two passes that stage a file; see {@link compileContract}. */
export interface Contract {
  /** statements that define the types that both passes cast to */
  types: string[];
  /**
   * SELECT of every record of `scan`, in order, so without a join: columns by the plain cast but for those that are the same in every row,
   * `_hash`, whether it is `_odd`, and `_cells` – all its texts – if it is odd or may yet be kept aside
   */
  swift(scan: string): string;
  /** SELECT of the odd records of `relation` (`_row`, `_cells`) with everything judged, shaped like the staged table */
  careful(relation: string): string;
  /** SQL of a row's content hash: the same whatever source and file state it */
  hash: string;
  /** SQL of the typed columns, in the order of the careful pass, over what `swift` gives */
  restored: string[];
}

/**
 * Compile a source's contract for the header found in one file. One vectorised pass over the file casts every cell and
 * calls a record odd if any cell is not plain (folded or padded text, a missing value, a broken rule, a footer); a
 * second pass over the odd records alone cleans their cells and gives the bad ones their reasons. Cleaning every cell
 * of every record costs a hundred times as much.
 * The careful pass yields `_row`, `_kind` (`data`, `total`, `furniture`), the typed columns, `_reasons` (NULL for a good
 * row), `_original` (the record's texts as JSON, only where there are reasons).
 * @param facts what the file says once for all its rows
 * @throws CoalfaceError `column_not_found`, `ambiguous_column`, `unit_mismatch`, `schema_drift`
 */
export function compileContract(
  source: Source,
  header: Header,
  width: number,
  file: string,
  facts: Facts = new Map(),
): Contract {
  const read = Object.entries(source.columns).map(([name, column]) =>
    compileColumn(name, column, { header, source, file, facts }),
  );
  const derived = Object.entries(source.derived).map(([name, one]) => compileDerived(name, one));
  const columns = [...read, ...derived];
  const typed = (from: string, form: 'swift' | 'careful') => {
    const select = (of: readonly CompiledColumn[], relation: string) =>
      `(SELECT *, ${of.map((column) => `${column[form]} AS ${identifier(column.name)}`).join(', ')} FROM ${relation})`;
    // one upon the other: each may be computed from those before it
    return derived.reduce((below, one) => select([one], below), select(read, from));
  };
  const strangers = strangersOf(source, header, file);
  const judged = judgement(source, header, width, columns, strangers);
  const names = [
    ...columns.map((column) => identifier(column.name)),
    ...(keepsExtra(source) ? ['extra'] : []),
  ];
  const extra = (form: 'swift' | 'careful') =>
    keepsExtra(source) ? `, ${extraSql(source, strangers, form === 'careful' ? columns : [])} AS extra` : '';
  const cells = Array.from({ length: width }, (_, i) => `c${i}`);
  const texts = columns.flatMap((column) => (column.searched ? [column.searched] : []));
  const odd = [
    texts.length
      ? `regexp_matches(concat_ws('${SEPARATOR}', ${texts.join(', ')}), ${literal(ODD_TEXT)})`
      : 'false',
    ...columns.flatMap((column) => column.odd),
    ...judged.odd,
  ];
  // true if any test is, whatever the others that are NULL
  const either = (tests: string[]) =>
    `coalesce(${tests.map((test) => `(${test})`).join(' OR ') || 'false'}, false)`;
  const extraSettled = keepsExtra(source) && strangersKept(source, strangers).length === 0;
  const restored = [
    ...columns.map((column) =>
      column.settled ? `${column.swift} AS ${identifier(column.name)}` : identifier(column.name),
    ),
    ...(extraSettled ? ['NULL::JSON AS extra'] : keepsExtra(source) ? ['extra'] : []),
  ];
  const moving = [
    ...columns.filter((column) => !column.settled).map((column) => identifier(column.name)),
    ...(keepsExtra(source) && !extraSettled ? ['extra'] : []),
  ];
  const hash = `hash(${names.toSorted().join(', ')})`;
  return {
    types: knownTo(source).map(defineKnown),
    hash,
    restored,
    swift: (scan) => `
      WITH swift AS (SELECT *${extra('swift')} FROM ${typed(scan, 'swift')}),
      judged AS (SELECT *, ${either(odd)} AS _odd FROM swift)
      SELECT ${moving.join(', ')}, ${hash} AS _hash, _odd,
        CASE WHEN _odd OR ${doubtSql(source, header)} THEN [${cells.join(', ')}] END AS _cells FROM judged`,
    careful: (relation) => `
      WITH folded AS (SELECT *, list_transform(_cells, lambda s: folded(s)) AS _folded FROM ${relation}),
      read AS (SELECT *, list_transform(_folded, lambda s: valued(s)) AS _texts FROM folded),
      cleaned AS (SELECT _row, ${cells.map((cell, i) => `_cells[${i + 1}] AS ${cell}, _texts[${i + 1}] AS t${i}`).join(', ')},
        ${kindSql(source, header)} AS _kind FROM read),
      kept AS (SELECT *${extra('careful')} FROM ${typed('cleaned', 'careful')}),
      judged AS (SELECT *, _kind = 'data' AND (${either(judged.bad)}) AS _bad FROM kept)
      SELECT _row, _kind, ${names.join(', ')},
        CASE WHEN _bad THEN list_filter([${judged.reasons.join(', ')}], lambda r: r IS NOT NULL) END AS _reasons,
        CASE WHEN _bad THEN ${originalSql(header, source)} END AS _original
      FROM judged`,
  };
}

/** The values that the cells of a source's records are looked for in. */
function knownTo(source: Source): KnownValues[] {
  const references = Object.values(source.columns).flatMap((column) =>
    column.type === 'text' && column.reference ? [column.reference] : [],
  );
  return [
    ...[...new Set(references)].map(referenceValues),
    ...(catalogueObjectOf(source)?.account ? [ACCOUNT_IDS, ACCOUNT_NAMES] : []),
  ];
}

/** All tests of a record, those of its columns included: what makes it odd, what makes it bad, and the reasons. */
function judgement(
  source: Source,
  header: Header,
  width: number,
  columns: readonly CompiledColumn[],
  strangers: readonly Stranger[],
): { odd: string[]; bad: string[]; reasons: string[] } {
  const rules = source.rules.map((rule) => ({
    when: `NOT coalesce((${rule.expect}), true)`,
    reason: reasonSql(rule.code, rule.columns, rule.message),
  }));
  const beyond = Array.from(
    { length: width - header.titles.length },
    (_, i) => `c${header.titles.length + i} IS NOT NULL`,
  );
  const spills = beyond.length
    ? [{ when: `(${beyond.join(' OR ')})`, reason: reasonSql('malformed', [], MALFORMED) }]
    : [];
  const unwanted =
    source.drift.columns === 'discard_row'
      ? strangers.map(({ index, title }) => ({
          when: `c${index} IS NOT NULL`,
          reason: reasonSql('unknown_column', [title], {
            zh: `${title}:合同未列此列`,
            en: `${title}: the contract does not name this column`,
          }),
        }))
      : [];
  const whole = [...rules, ...spills, ...unwanted];
  const passed = [
    ...(source.continuation?.mode === 'skip' ? [continuationSql(source, header, 'c')] : []),
    unwantedSql(source, header, 'c'),
  ];
  return {
    odd: [...whole.map((test) => test.when), ...passed],
    bad: [...columns.flatMap((column) => column.bad), ...whole.map((test) => test.when)],
    reasons: [
      ...columns.flatMap((column) => column.reasons),
      ...whole.map((test) => `CASE WHEN ${test.when} THEN ${test.reason} END`),
    ],
  };
}

/** SQL that is true for a record that continues the one above it; `cell` is the prefix of the cells' names. */
export function continuationSql(source: Source, header: Header, cell: 'c' | 't'): string {
  const indexes = (source.continuation?.columns ?? []).flatMap(
    (name) => header.fields.get(name)?.index ?? [],
  );
  if (indexes.length === 0) return 'false';
  return `(${indexes.map((index) => `coalesce(${cell}${index}, '') = ''`).join(' AND ')})`;
}

/**
 * SQL that is true for a record whose customer is not evident: it may be kept aside once names are resolved, and its texts
 * are kept so that the file need not be read again for them.
 */
function doubtSql(source: Source, header: Header): string {
  const account = catalogueObjectOf(source)?.account;
  const evident = [[ACCOUNT_IDS, account?.code] as const, [ACCOUNT_NAMES, account?.name] as const].flatMap(
    ([known, column]) => {
      const found = column && header.fields.get(column);
      return found ? [isKnown(known, `c${found.index}`)] : [];
    },
  );
  return evident.length ? `NOT (${evident.join(' OR ')})` : 'false';
}

function kindSql(source: Source, header: Header): string {
  const first = 'list_filter(_texts, lambda t: t IS NOT NULL)[1]';
  const totals = source.totals;
  const marker = totals && header.fields.get(totals.column);
  const skipped = source.continuation?.mode === 'skip' ? continuationSql(source, header, 't') : 'false';
  return `CASE
      WHEN _row <= ${header.row} OR ${first} IS NULL OR regexp_matches(lower(${first}), ${literal(FOOTER)})
        OR ${skipped} OR ${unwantedSql(source, header, 't')} THEN 'furniture'
      ${totals && marker ? `WHEN _texts[${marker.index + 1}] IN (${totals.equals.map(cleaned).join(', ')}) THEN 'total'` : ''}
      ELSE 'data' END`;
}
