import type { DuckDBConnection } from '@duckdb/node-api';
import { CoalfaceError } from '../../data/errors.ts';
import type { Reader } from '../../data/reader-schema.ts';
import type { Source } from '../../data/source-file.ts';
import { pageTexts, wholeText } from './facts.ts';
import { openPage, readText, selected, visibleLines } from './page.ts';
import { proseGrid, sentencesOf, textLines } from './prose.ts';
import { rawTableOf } from './raw-table.ts';
import type { ReadTable } from './table-format.ts';

type ProseReader = Extract<Reader, { kind: 'prose' }>;

const SHOWN_SENTENCES = 3;
const SHOWN = 60;

/**
 * Read the sentences of a page or a text: what the reader's patterns match are its records, below a header that counts as
 * a record too. An article that a page holds twice is read once.
 * @throws CoalfaceError `empty_file`, `page_too_large`, `bad_encoding`; `nothing_matched` with the first sentences, so that
 *   another wording never is a gap that nobody sees
 */
export async function readProse(
  connection: DuckDBConnection,
  file: string,
  name: string,
  kind: 'html' | 'text',
  { source, reader }: { source: Source; reader: ProseReader },
): Promise<ReadTable> {
  const read =
    kind === 'html' ? await articleOf(file, name, source, reader) : await plainText(file, name, source);
  const sentences = sentencesOf(read.lines);
  const grid = proseGrid(sentences, reader.patterns);
  if (grid.length === 1) throw nothingMatched(sentences, name, source, reader);
  return {
    ...(await rawTableOf(connection, grid[0]?.length ?? 0, grid)),
    page: read.page,
    format: { kind: 'prose', encoding: read.encoding, sentences: sentences.length },
  };
}

async function articleOf(file: string, name: string, source: Source, { selector }: ProseReader) {
  const page = await openPage(file, name);
  const articles = selected(page, selector ?? 'body').map(visibleLines);
  const seen = new Set<string>();
  const lines = articles.flatMap((article) => {
    const text = article.join('\n');
    if (seen.has(text)) return [];
    seen.add(text);
    return article;
  });
  return { lines, page: pageTexts(page, source), encoding: page.encoding };
}

async function plainText(file: string, name: string, source: Source) {
  const { text, encoding } = await readText(file, name, 'the text');
  const lines = textLines(text.replace(/^\ufeff/, ''));
  return { lines, page: wholeText(lines.join(' '), source), encoding };
}

function nothingMatched(
  sentences: readonly string[],
  name: string,
  source: Source,
  { selector, patterns }: ProseReader,
): CoalfaceError {
  const first = sentences.slice(0, SHOWN_SENTENCES).map((sentence) => `“${sentence.slice(0, SHOWN)}”`);
  const where = selector === undefined ? '' : ` of ${selector}`;
  return new CoalfaceError(
    'nothing_matched',
    `no pattern of ${patterns.map(({ item }) => item).join('、')} matches any of ${sentences.length} sentences${where}`,
    {
      where: { file: name, source: source.id },
      hint: `nothing was loaded; the wording may have changed: ${first.length ? `it begins ${first.join(' ')}` : 'there is no text'}`,
    },
  );
}
