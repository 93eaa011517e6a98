import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CoalfaceError, systemCode } from '../../data/errors.ts';
import type { Home } from '../../data/home.ts';
import { companyForm } from './form.ts';
import { overlap, type Span } from './span.ts';

/** A name that stands for an account, as the installation states it. */
export interface AliasEntry extends Span {
  alias: string;
  account: string;
  note: string | null;
}

const COLUMNS = ['alias', 'account_code', 'valid_from', 'valid_to', 'note'];
const HINT = `columns: ${COLUMNS.join(',')}; days are written 2012-06-18, an empty day is an open end, valid_to is the first day that it no longer holds`;

const text = z.string().trim();
const required = text.min(1, 'must not be empty');
const day = text
  .transform((said) => said || null)
  .pipe(z.iso.date({ error: 'not a day of the form 2012-06-18' }).nullable());
const entry = z
  .strictObject({
    alias: required,
    account_code: required,
    valid_from: day.default(null),
    valid_to: day.default(null),
    note: text.default('').transform((note) => note || null),
  })
  .refine(({ valid_from: from, valid_to: to }) => from === null || to === null || from < to, {
    path: ['valid_to'],
    error: 'must be after valid_from',
  });

/** The file in which an installation states other names of its customers. */
export function aliasFile(home: Home): string {
  return path.join(home.reference, 'company_alias.csv');
}

/**
 * Read the alias file of an installation, UTF-8 or GB18030. Whether the accounts exist is not asked: they may come later.
 * @returns its entries; none if there is no file
 * @throws CoalfaceError `bad_alias_file` naming the row (counted as a spreadsheet counts) and the column
 */
export async function readAliases(home: Home): Promise<AliasEntry[]> {
  const file = aliasFile(home);
  const bytes = await readFile(file).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  });
  return bytes ? parseAliases(decode(bytes), file) : [];
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // strict UTF-8 is the test; what fails it was written by a Chinese Excel
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function parseAliases(csv: string, file: string): AliasEntry[] {
  const records = recordsOf(csv, file);
  const found: (AliasEntry & { row: number })[] = [];
  for (const { record, row } of records) {
    const result = entry.safeParse(record);
    if (!result.success) {
      const [issue] = result.error.issues;
      throw bad(issue?.message ?? 'not an alias', file, row, issue?.path.join('.') || undefined);
    }
    const { alias, account_code: account, valid_from: from, valid_to: to, note } = result.data;
    const form = companyForm(alias);
    const rival = found.find(
      (one) => one.account !== account && companyForm(one.alias) === form && overlap(one, { from, to }),
    );
    if (rival) {
      throw bad(
        `${alias} stands for ${rival.account} in row ${rival.row} on some of these days`,
        file,
        row,
        'alias',
      );
    }
    found.push({ alias, account, from, to, note, row });
  }
  return found.map(({ row: _row, ...one }) => one);
}

function recordsOf(csv: string, file: string): { record: unknown; row: number }[] {
  let parsed: { record: Record<string, string>; info: { lines: number } }[];
  try {
    parsed = parse(csv, {
      bom: true,
      columns: (titles: string[]) => titles.map((title) => title.trim()),
      info: true,
      skip_empty_lines: true,
    }) as unknown as typeof parsed;
  } catch (error) {
    throw new CoalfaceError('bad_alias_file', 'the alias file is not a CSV file', {
      cause: error,
      where: { file },
      hint: HINT,
    });
  }
  return parsed.map(({ record, info }) => ({ record, row: info.lines }));
}

function bad(message: string, file: string, row: number, column?: string): CoalfaceError {
  return new CoalfaceError('bad_alias_file', message, {
    where: { file, row, ...(column ? { column } : {}) },
    hint: HINT,
  });
}
