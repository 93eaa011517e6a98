import { sha256Of } from '../../data/digest.ts';
import { CoalfaceError } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { loadSources, sourceOf, type Source } from '../../data/source-file.ts';
import type { UploadPreview } from '../../data/upload-preview.ts';
import { inspectFile, type Inspection } from '../inspect/inspect.ts';
import { sureness } from '../inspect/mapping.ts';
import { rehearse } from '../inspect/rehearse.ts';
import { scratchOf } from '../judged-file.ts';
import { receiptOf } from '../landing.ts';
import { headerAt, titleOf, type Header } from '../stage/header.ts';
import { requireFile, trialDatabase } from '../try.ts';

type Fit = UploadPreview['fits'][number];
const MOST_FITS = 5;
/** One column in common proves nothing. */
const LEAST_MATCHED = 2;

/**
 * What a file is, to which source of the inbox it belongs and what would become of its records there. Nothing is loaded.
 * @param name what the file is called
 * @param asked source id, if it is not to be guessed
 * @throws CoalfaceError `file_not_found`, `unknown_source`
 */
export async function previewFile(
  home: Home,
  file: string,
  name: string,
  asked?: string,
): Promise<UploadPreview> {
  const bytes = await requireFile(file);
  const all = await loadSources(home);
  const dropped = [...all.values()].filter(({ origin }) => origin.kind === 'files');
  const seen = await orFault(inspectFile(home, file, { name }));
  const found = seen instanceof CoalfaceError ? null : seen;
  const titles = found?.guess.header.titles ?? [];
  const fits = found ? fitsOf(dropped, titles, found.guess.object.id) : [];
  const id = asked ?? fits[0]?.source;
  const source = id === undefined ? null : sourceOf(all, id);
  const header = source && headerAt([titles], 1, 1, source);
  const trial = source && header ? await orFault(tryIt(home, source, header, file, name)) : null;
  const { known } = source
    ? await receiptOf(home, { source: source.id, name, publishedAt: null }, await sha256Of(file))
    : { known: null };
  const guess = found?.guess;
  return {
    name,
    bytes,
    ...formatOf(found),
    header_row: guess?.header.row ?? null,
    object: guess
      ? {
          id: guess.object.id,
          title: guess.object.title,
          score: guess.score,
          sure: sureness(guess, found?.guesses[1]),
        }
      : null,
    unclear: seen instanceof CoalfaceError ? faultOf(seen) : null,
    fits,
    source: source && { id: source.id, title: source.title },
    sources: dropped.map((one) => ({ id: one.id, title: one.title })),
    columns: columnsOf(titles, source, header),
    rehearsal: trial instanceof CoalfaceError ? null : trial,
    blocked: trial instanceof CoalfaceError ? faultOf(trial) : null,
    known: known && { name: known.name, received_at: known.receivedAt },
  };
}

function fitsOf(sources: readonly Source[], titles: string[], object: string): Fit[] {
  const rank = (fit: Fit) => (fit.object === object ? 0 : 1);
  return sources
    .map((source): Fit => {
      const { fields } = headerAt([titles], 1, 1, source);
      const missing = Object.entries(source.columns).filter(
        ([name, column]) =>
          column.required && !fields.has(name) && !(name in source.constants) && column.from.length > 0,
      );
      return {
        source: source.id,
        title: source.title,
        object: source.object,
        matched: fields.size,
        missing: missing.map(([, column]) => titleOf(column)),
      };
    })
    .filter(({ matched }) => matched >= LEAST_MATCHED)
    .sort((a, b) => rank(a) - rank(b) || a.missing.length - b.missing.length || b.matched - a.matched)
    .slice(0, MOST_FITS);
}

async function tryIt(
  home: Home,
  source: Source,
  header: Header,
  file: string,
  name: string,
): Promise<NonNullable<UploadPreview['rehearsal']>> {
  const { connection, close } = await trialDatabase(home, source);
  try {
    const fields = header.fields.size ? [...header.fields.keys()] : Object.keys(source.columns);
    const place = { path: file, name, scratch: scratchOf(home) };
    const { complaints, ...found } = await rehearse(connection, source, header, place, fields);
    return { ...found, complaints: complaints.map(({ columns: _columns, ...one }) => one) };
  } finally {
    close();
  }
}

function columnsOf(titles: string[], source: Source | null, header: Header | null): UploadPreview['columns'] {
  const byIndex = new Map(
    [...(header?.fields ?? [])].map(([field, found]) => [found.index, { field, found }]),
  );
  return titles.flatMap((title, index) => {
    if (title.trim() === '') return [];
    const { field, found } = byIndex.get(index) ?? {};
    const column = field === undefined ? undefined : source?.columns[field];
    return [
      {
        title: title.trim().replace(/\s+/g, ' '),
        field: field ?? null,
        type: column?.type ?? null,
        unit: column && 'unit' in column ? (column.unit ?? null) : null,
        printed: found?.unit ?? null,
      },
    ];
  });
}

function formatOf(seen: Inspection | null): Pick<UploadPreview, 'kind' | 'encoding' | 'sheet'> {
  const format = seen?.format;
  return {
    kind: format?.kind ?? null,
    encoding: format && 'encoding' in format ? format.encoding : null,
    sheet: format && 'sheet' in format ? format.sheet : null,
  };
}

function faultOf({ code, message, hint }: CoalfaceError): NonNullable<UploadPreview['blocked']> {
  return { code, message, hint: hint ?? null };
}

async function orFault<T>(work: Promise<T>): Promise<T | CoalfaceError> {
  return work.catch((error: unknown) => {
    if (error instanceof CoalfaceError) return error;
    throw error;
  });
}
