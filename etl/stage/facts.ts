import type { DuckDBConnection } from '@duckdb/node-api';
import type { SourceColumn } from '../../data/contract-schema.ts';
import { literal, rows } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import type { Fact } from '../../data/fact-schema.ts';
import type { Source } from '../../data/source-file.ts';
import { sqlType, typedSql } from './column-type.ts';
import { outsideSql } from './contract-reasons.ts';
import { pageText, selected, visibleLines, type Page } from './page.ts';

/** What is known of a file besides its bytes; instants are ISO 8601. */
export interface Statement {
  url: string | null;
  publishedAt: string | null;
  receivedAt: string | null;
}

/** By column: SQL of the value that the whole file has. */
export type Facts = ReadonlyMap<string, string>;

/** By column: the texts of a page in which its fact is looked for. */
export type PageTexts = ReadonlyMap<string, string[]>;

/** Characters of a text that are looked through: a pattern may take the square of their number. */
const MAX_TEXT = 100_000;
const SHOWN = 120;

/** The columns of a source that are facts of the page itself. */
function pageFacts(source: Source): [string, Fact][] {
  return Object.entries(source.columns).flatMap(([name, { fact }]) =>
    fact?.in === 'page' ? [[name, fact] as [string, Fact]] : [],
  );
}

/**
 * The texts of a page in which a source's facts are looked for: of each element that a fact's selector finds the attribute
 * that it names, else the `content` attribute or the text; without a selector all text of the page, its title included.
 */
export function pageTexts(page: Page, source: Source): PageTexts {
  return new Map(
    pageFacts(source).map(([name, { selector, attribute }]) => {
      if (selector === undefined && attribute === undefined) return [name, [pageText(page)]];
      const found = selected(page, selector ?? `[${attribute}]`);
      const texts = found.map((element) =>
        attribute === undefined
          ? (element.attribs['content'] ?? visibleLines(element).join(' '))
          : (element.attribs[attribute] ?? ''),
      );
      return [name, texts];
    }),
  );
}

/** One text, in which all facts of a source are looked for. */
export function wholeText(text: string, source: Source): PageTexts {
  return new Map(pageFacts(source).map(([name]) => [name, [text]]));
}

/**
 * Find what a file says once for all its rows. A value that is none of its column's type, or outside its bounds, is not
 * believed: it was not found.
 * @param page texts by column; of a table that is in no page all facts are looked for in `head`
 * @param head first records, cells as read
 * @throws CoalfaceError `fact_not_found` for a required column, naming it, its pattern and what was looked through
 */
export async function settleFacts(
  connection: DuckDBConnection,
  source: Source,
  { page, head }: { page?: PageTexts | undefined; head: string[][] },
  name: string,
  statement: Statement,
): Promise<Facts> {
  const facts = new Map<string, string>();
  const plain = (text: string) => text.slice(0, MAX_TEXT).normalize('NFKC').replace(/\s+/g, ' ').trim();
  for (const [id, column] of Object.entries(source.columns)) {
    const { fact } = column;
    if (!fact || id in source.constants) continue;
    const texts = placesOf(fact, page?.get(id), head, name, statement).map(plain);
    const found = texts.map((text) => stated(text, fact.pattern)).find((text) => text !== '');
    const value = found === undefined ? null : await valueOf(connection, id, column, found);
    if (value === null && column.required) throw factNotFound(source, id, fact, texts, found, name);
    facts.set(id, value === null ? `NULL::${sqlType(column)}` : `${literal(value)}::${sqlType(column)}`);
  }
  return facts;
}

function placesOf(
  fact: Fact,
  page: string[] | undefined,
  head: string[][],
  name: string,
  statement: Statement,
): string[] {
  switch (fact.in) {
    case 'page':
      return page ?? [head.map((cells) => cells.join(' ')).join(' ')];
    case 'url':
      return [statement.url ?? ''];
    case 'name':
      return [name];
    case 'published':
      return [dayOf(statement.publishedAt)];
    case 'received':
      return [dayOf(statement.receivedAt)];
  }
}

/** The day in Asia/Shanghai on which an instant was. */
function dayOf(instant: string | null): string {
  if (instant === null) return '';
  return new Date(instant).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
}

/** What of a text is the fact: the pattern's first group, else all that it matches; empty if nothing is. */
function stated(text: string, pattern: string | undefined): string {
  if (pattern === undefined) return text;
  const match = new RegExp(pattern, 'u').exec(text);
  return ((match && match.length > 1 ? match[1] : match?.[0]) ?? '').trim();
}

/** The value of a text as the cells of its column have values, as text; null if it is none. */
async function valueOf(
  connection: DuckDBConnection,
  id: string,
  column: SourceColumn,
  text: string,
): Promise<string | null> {
  const printed = column.type === 'decimal' || column.type === 'range' ? column.printed : undefined;
  const { careful } = typedSql(column, 't', 't', printed, (unit, wanted) => {
    return new CoalfaceError('unit_mismatch', `${id}: the unit ${unit} cannot be converted to ${wanted}`, {
      where: { column: id },
      hint: 'correct `printed` in the source file',
    });
  });
  const [found] = await rows<{ value: string | null }>(
    connection,
    `SELECT CASE WHEN ${outsideSql(column, 'v') ?? 'false'} THEN NULL ELSE v::VARCHAR END AS value
     FROM (SELECT ${careful} AS v FROM (SELECT cell($text::VARCHAR) AS t))`,
    { text },
  );
  return found?.value ?? null;
}

function factNotFound(
  source: Source,
  id: string,
  fact: Fact,
  texts: string[],
  found: string | undefined,
  name: string,
): CoalfaceError {
  const where = fact.in === 'page' ? (fact.selector ?? fact.attribute ?? 'the text') : fact.in;
  const what =
    found === undefined
      ? `is not in ${where}${fact.pattern === undefined ? '' : ` by /${fact.pattern}/`}`
      : `cannot be “${found.slice(0, SHOWN)}”`;
  const seen = texts.find((text) => text !== '');
  return new CoalfaceError('fact_not_found', `${id}, which the file states once for all its rows, ${what}`, {
    where: { file: name, source: source.id, column: id },
    hint: `nothing of this file was loaded; ${seen === undefined ? 'nothing is there' : `there is: ${seen.slice(0, SHOWN)}`}`,
  });
}
