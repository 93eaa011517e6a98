import { CoalfaceError } from '../../data/errors.ts';
import type { Reader } from '../../data/reader-schema.ts';
import type { Source } from '../../data/source-file.ts';
import { openPage, readText, titleOf } from './page.ts';
import type { FileKind } from './sniff.ts';

/** Contents that a reader takes, and what they are called; `table` takes any. */
const TAKEN: Record<Reader['kind'], { kinds: readonly FileKind[]; called: string } | null> = {
  table: null,
  csv: { kinds: ['text'], called: 'delimited text' },
  workbook: { kinds: ['zip', 'ole2', 'biff', 'spreadsheetml'], called: 'a workbook' },
  html_table: { kinds: ['html'], called: 'a page' },
  json: { kinds: ['json'], called: 'JSON' },
  prose: { kinds: ['html', 'text'], called: 'a page or text' },
};

const SHOWN = 80;

/**
 * Refuse a content that the source's reader does not take: a site that asks for a login answers with a page, status 200,
 * in place of the file.
 * @throws CoalfaceError `unexpected_format` saying what came
 */
export async function requireKind(file: string, name: string, source: Source, kind: FileKind): Promise<void> {
  const taken = TAKEN[source.reader.kind];
  if (!taken || taken.kinds.includes(kind)) return;
  throw new CoalfaceError(
    'unexpected_format',
    `${taken.called} was expected and ${await described(file, name, kind)} came`,
    {
      where: { file: name, source: source.id },
      hint: 'nothing was loaded from it; the site may ask for a login, refuse programs or have moved: open the archived file',
    },
  );
}

async function described(file: string, name: string, kind: FileKind): Promise<string> {
  switch (kind) {
    case 'html':
      return `a page “${titleOf(await openPage(file, name))}”`;
    case 'text': {
      const { text } = await readText(file, name, 'the file');
      return `text “${text.trim().replace(/\s+/g, ' ').slice(0, SHOWN)}”`;
    }
    case 'json':
      return 'JSON';
    default:
      return 'a workbook';
  }
}
