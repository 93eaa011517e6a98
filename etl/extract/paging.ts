import { readFile } from 'node:fs/promises';
import { CoalfaceError } from '../../data/errors.ts';
import type { HttpOrigin } from '../../data/origin-schema.ts';
import { landedFile, type Receipt } from '../../data/receipt.ts';
import { archive, type Visit } from './archive.ts';

const MOST_PARTS = 1000;

/**
 * Archive a JSON answer that comes in parts, each part by itself, until as many rows are there as it says there are, or
 * a part has none. The next part begins where the last one ended: a server may give fewer rows than it was asked for.
 * @param rowsPath path to the array of rows in the answer
 * @param landed takes each part as soon as it is archived, so that an error loses none
 * @throws CoalfaceError `bad_json`, `paging_total`, `paging_stuck`, `paging_endless` and those of {@link archive}
 */
export async function archiveParts(
  visit: Visit,
  paging: NonNullable<HttpOrigin['paging']>,
  rowsPath: string,
  landed: (receipt: Receipt) => void,
): Promise<void> {
  const { context, source } = visit;
  const seen = new Set<string>();
  let offset = 0;
  for (let part = 0; part < MOST_PARTS; part += 1) {
    const url = new URL(visit.base);
    url.searchParams.set(paging.offset, String(offset));
    url.searchParams.set(paging.length, String(paging.rows));
    const where = { source, url: url.href };
    const suffix = `_${String(offset).padStart(9, '0')}`;
    const { receipt } = await archive(url.href, visit, { role: 'page', suffix });
    landed(receipt);
    const answer = parsed(await readFile(landedFile(context.home, receipt.sha256), 'utf8'), where);
    const total = countIn(valueAt(answer, paging.total));
    if (total === null) {
      throw new CoalfaceError(
        'paging_total',
        `the answer does not say at ${paging.total} how many rows there are`,
        {
          where,
          hint: 'open the archived answer and adjust `paging.total`',
        },
      );
    }
    const rows = valueAt(answer, rowsPath);
    offset += Array.isArray(rows) ? rows.length : 0;
    context.progress(Math.min(offset, total), total);
    if (!Array.isArray(rows) || rows.length === 0 || offset >= total) return;
    if (seen.has(receipt.sha256)) {
      throw new CoalfaceError('paging_stuck', 'the server gives the same rows again and again', {
        where,
        hint: 'it may not know the parameter `paging.offset`',
      });
    }
    seen.add(receipt.sha256);
  }
  throw new CoalfaceError('paging_endless', `the answer has more than ${MOST_PARTS} parts`, {
    where: { source, url: visit.base },
    hint: 'ask for more rows at a time, or for fewer years',
  });
}

function parsed(text: string, where: { source: string; url: string }): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new CoalfaceError('bad_json', 'the answer is not JSON', {
      cause,
      where,
      hint: 'open the archived answer: it may be a page that explains what is wrong',
    });
  }
}

/** Numbers come as text, too. */
function countIn(value: unknown): number | null {
  const count = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : null;
}

function valueAt(document: unknown, path: string): unknown {
  return path
    .split('.')
    .filter(Boolean)
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      document,
    );
}
