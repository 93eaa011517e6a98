import type { DuckDBConnection } from '@duckdb/node-api';
import { literal } from '../../data/duck.ts';
import { CODE_MACROS } from './code-sql.ts';
import { bound, DATE_MACROS } from './date-sql.ts';
import { PERIOD_MACROS } from './period-sql.ts';

/** U+FF01–FF5E are the full-width forms of ASCII 0x21–0x7E; U+3000 and U+00A0 are spaces; the rest has no width. */
const WIDE = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0xff01 + i)).join('') + '\u3000\u00a0';
const NARROW = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i)).join('') + '  ';
const INVISIBLE = '\u200b\u200c\u200d\ufeff';
/** Members of the character class that {@link defineCellMacros} folds or removes. */
export const FOLDED = `\uff01-\uff5e\u3000\u00a0${INVISIBLE}`;
const SPACES = ' \t\r\n';

/** Texts that mean that a cell has no value. */
export const NULL_TEXTS = [
  '-',
  '--',
  '—',
  '——',
  '/',
  '无',
  '暂无',
  '空',
  'NULL',
  'null',
  'N/A',
  'n/a',
  '#N/A',
  '#REF!',
  '#VALUE!',
  '#DIV/0!',
  '#NAME?',
  '#NULL!',
  '#NUM!',
  '空白',
  '(空白)',
  '未填',
  '未填写',
  '…',
  '.',
];

/** What says yes and what says no, in upper case; a `deleted` column says which of the two a record is. */
const YES = ['是', '真', 'TRUE', 'T', 'YES', 'Y', '1', '√', '✓', '✔', '已删除', '已作废', '作废'];
const NO = ['否', '假', 'FALSE', 'F', 'NO', 'N', '0', '×', '✗', '✘', '未删除', '正常'];

const list = (texts: readonly string[]) => texts.map(literal).join(', ');

/**
 * Define on a connection the macros that turn cell texts into values; a text that is none gives NULL:
 * `clean(s)` – width-folded, trimmed, NULL if empty; `cell(s)` – clean, and NULL for the texts that mean "no value";
 * `number_of(s)`; `number_with_unit(s, unit)` – a number that may carry that unit, and no other, in the cell;
 * `low_of(s)`, `high_of(s)` – ends of a range; `truth_of(s)` – 是/否, true/false, Y/N, √/×, 已删除/正常;
 * `impersonal(s)` – without long numbers and the names of mail addresses; those of {@link DATE_MACROS}, {@link PERIOD_MACROS} and {@link CODE_MACROS}.
 */
export async function defineCellMacros(connection: DuckDBConnection): Promise<void> {
  const spaces = literal(SPACES);
  const macros = [
    // DuckDB's translate() builds its map anew for every row: ask first whether there is anything to fold
    `narrow(s) AS CASE WHEN strlen(s) = length(s) OR NOT regexp_matches(s, ${literal(`[${FOLDED}]`)}) THEN s
       ELSE translate(s, ${literal(WIDE + INVISIBLE)}, ${literal(NARROW)}) END`,
    `folded(s) AS trim(narrow(s), ${spaces})`,
    `valued(s) AS CASE WHEN s IN (${list(['', ...NULL_TEXTS])}) THEN NULL ELSE s END`,
    `clean(s) AS nullif(folded(s), '')`,
    `impersonal(s) AS regexp_replace(regexp_replace(narrow(s), '\\d{7,}[Xx]?', '*******', 'g'), '[\\w.+-]+@', '***@', 'g')`,
    `cell(s) AS valued(folded(s))`,
    ...DATE_MACROS,
    ...PERIOD_MACROS,
    ...CODE_MACROS,
    // currency before or behind; a minus sign of typesetters, before or (as SAP prints it) behind; (123) is negative
    `uncoined(s) AS regexp_replace(regexp_replace(replace(s, '−', '-'), '^([-(]?)\\s*([￥¥+]+|(?i:CNY|RMB)|人民币)\\s*', '\\1'), '\\s*(?i:CNY|RMB)$', '')`,
    `unsigned(s) AS regexp_replace(regexp_replace(uncoined(s), '^\\((.*)\\)$', '-\\1'), '^([0-9.,]+)-$', '-\\1')`,
    // a comma that groups no thousands, or a sign inside, is not guessed away: 12,5 and 40+5 are no numbers
    `ungrouped(s) AS ${bound('s', 'g', `CASE WHEN regexp_full_match(g, '\\s*-?\\d{1,3}(,\\d{3})+(\\.\\d*)?\\s*') THEN replace(g, ',', '') ELSE g END`)}`,
    // a DECIMAL of more than 18 digits takes a hundred times as long to read: only numbers that need it are read as one
    `plain_number(s) AS ${bound(
      'ungrouped(unsigned(s))',
      'u',
      'coalesce(TRY_CAST(u AS DECIMAL(18, 6)), TRY_CAST(u AS DECIMAL(24, 6)))',
    )}`,
    `number_of(s) AS ${bound(
      's',
      'n',
      `plain_number(CASE WHEN right(n, 1) IN ('万', '亿') THEN left(n, -1) ELSE n END)
       * CASE right(n, 1) WHEN '万' THEN 10000 WHEN '亿' THEN 100000000 ELSE 1 END`,
    )}`,
    `number_with_unit(s, unit) AS number_of(CASE WHEN ends_with(lower(s), lower(unit))
       THEN rtrim(left(s, length(s) - length(unit))) ELSE s END)`,
    `truth_of(s) AS CASE WHEN upper(s) IN (${list(YES)}) THEN true WHEN upper(s) IN (${list(NO)}) THEN false END`,
    `low_of(s) AS plain_number(regexp_extract(s, '^([0-9.,]+)(\\s*[-~–—至]\\s*[0-9.,]+)?$', 1))`,
    `upper_part(s) AS regexp_extract(s, '^[0-9.,]+\\s*[-~–—至]\\s*([0-9.,]+)$', 1)`,
    `high_of(s) AS CASE WHEN upper_part(s) = '' THEN low_of(s) ELSE plain_number(upper_part(s)) END`,
  ];
  for (const macro of macros) await connection.run(`CREATE OR REPLACE TEMP MACRO ${macro}`);
}
