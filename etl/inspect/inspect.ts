import path from 'node:path';
import { CoalfaceError } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { objectCatalogue } from '../../data/object-file.ts';
import { parseSource } from '../../data/source-file.ts';
import { findHeader } from '../stage/header.ts';
import { readTable } from '../stage/read-table.ts';
import type { TableFormat } from '../stage/table-format.ts';
import { requireFile, trialDatabase } from '../try.ts';
import { draftId, draftSource, type Draft } from './draft-source.ts';
import {
  choices,
  continuedKeys,
  dateOrders,
  missingFields,
  sizeDoubts,
  strangers,
  unitReadings,
  type Stranger,
} from './findings.ts';
import { anySource, findPlace } from './find-place.ts';
import { guessObject, type ObjectGuess } from './mapping.ts';
import { profileColumns, type Profile } from './profile.ts';
import { rehearse, type Rehearsal } from './rehearse.ts';

/** Fewer points and the file is not taken for the object. */
const LEAST_SCORE = 25;

/** Everything that was understood of a file before anything of it is loaded. */
export interface Inspection extends Draft {
  path: string;
  bytes: number;
  format: TableFormat;
  records: number;
  /** lines above the header */
  above: string[];
  profiles: Profile[];
  /** the three objects that it fits best, the chosen one among them or first */
  guesses: ObjectGuess[];
  strangers: Stranger[];
  /** the object was named, not guessed */
  asked: boolean;
  /** the source file that would load this export, and its id */
  id: string;
  source: string;
  /** what would become of the records; or why the file could not be staged at all */
  rehearsal: Rehearsal | null;
  blocked: CoalfaceError | null;
}

/**
 * Look at an export that nobody wrote a source for: what it is, which column is which, what would be kept aside. Nothing
 * is loaded.
 * @param options `object` – id of the object, if it is not to be guessed; `sheet` of a workbook;
 *   `name` that the file is called, if its own says nothing
 * @throws CoalfaceError of the readers; `no_table` if the file has no header, `object_unclear` if it fits no object,
 *   `unknown_object`
 */
export async function inspectFile(
  home: Home,
  file: string,
  options: { object?: string | undefined; sheet?: string | undefined; name?: string | undefined } = {},
): Promise<Inspection> {
  const bytes = await requireFile(file);
  const name = options.name ?? path.basename(file);
  const scratch = path.join(home.root, 'scratch');
  const { connection, close } = await trialDatabase(home);
  try {
    const any = anySource();
    const raw = await readTable(connection, file, name, scratch, { sheet: options.sheet, source: any });
    const place = findPlace(raw.head, any);
    if (!place) {
      await raw.dispose();
      throw new CoalfaceError('no_table', 'no record of the file looks like a header', {
        where: { file: name },
        hint: `the file begins with: ${(raw.head[0] ?? []).join(' | ').slice(0, 200)}`,
      });
    }
    const profiles = await profileColumns(connection, raw, place);
    await raw.dispose();
    const above = raw.head.slice(0, place.from - 1).map((cells) => cells.filter(Boolean).join(' '));
    const { format } = raw;
    const sheet = 'sheet' in format ? format.sheet : undefined;
    const called = [name, sheet ?? '', ...above].join(' ');
    const ranked = [...objectCatalogue().values()]
      .map((object) => guessObject(object, raw.head, place, profiles, called))
      .sort((a, b) => b.score - a.score);
    const guess = chosen(ranked, options.object, name);
    const draft: Draft = {
      file: name,
      guess,
      sheet: 'sheets' in format && format.sheets.length > 1 ? sheet : undefined,
      units: unitReadings(guess),
      doubts: sizeDoubts(guess, profiles),
      orders: dateOrders(guess, profiles),
      choices: choices(guess, called),
      continued: continuedKeys(guess, profiles),
      missing: missingFields(guess),
    };
    const settled = new Map(
      draft.choices.map((choice) => [choice.field, choice.hinted ?? choice.values[0]?.value ?? '']),
    );
    const source = parseSource(draftSource(draft, settled), `${draftId(draft)}.yaml`);
    const header = findHeader(raw.head, source) ?? guess.header;
    const fields = guess.mapped.map((one) => one.field);
    const outcome = await rehearse(connection, source, header, { path: file, name, scratch }, fields).then(
      (rehearsal) => ({ rehearsal, blocked: null }),
      (error: unknown) => {
        if (!(error instanceof CoalfaceError)) throw error;
        return { rehearsal: null, blocked: error };
      },
    );
    return {
      ...draft,
      ...outcome,
      path: file,
      bytes,
      format,
      records: raw.records,
      above,
      profiles,
      guesses: [guess, ...ranked.filter((one) => one !== guess)].slice(0, 3),
      strangers: strangers(guess),
      asked: options.object !== undefined,
      id: draftId(draft),
      source: draftSource(draft, new Map()),
    };
  } finally {
    close();
  }
}

function chosen(ranked: ObjectGuess[], asked: string | undefined, file: string): ObjectGuess {
  const [best] = ranked;
  if (asked !== undefined) {
    const found = ranked.find((one) => one.object.id === asked);
    if (found) return found;
    throw new CoalfaceError('unknown_object', `there is no object ${asked}`, {
      hint: `objects: ${[...objectCatalogue().keys()].join(', ')}`,
    });
  }
  if (best && best.score >= LEAST_SCORE) return best;
  throw new CoalfaceError('object_unclear', 'the columns of the file fit no object', {
    where: { file },
    hint: `headers: ${best?.header.titles.join(' | ').slice(0, 200) ?? ''}; the likest object is ${best?.object.id ?? 'none'} (${best?.score ?? 0}/100): name one with --object`,
  });
}
