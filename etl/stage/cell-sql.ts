import type { DuckDBConnection } from '@duckdb/node-api';
import { literal } from '../../data/duck.ts';

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
  '#N/A',
  '#REF!',
  '…',
  '.',
];

const DATE_FORMS = ['%Y-%m-%d', '%Y/%m/%d', '%Y.%m.%d', '%Y年%m月%d日', '%Y%m%d'];
const STAMP_FORMS = [
  '%Y-%m-%d %H:%M:%S',
  '%Y-%m-%d %H:%M',
  '%Y/%m/%d %H:%M:%S',
  '%Y/%m/%d %H:%M',
  '%Y年%m月%d日 %H:%M',
];
const list = (texts: readonly string[]) => `[${texts.map(literal).join(', ')}]`;

/**
 * Define on a connection the macros that turn cell texts into values:
 * `clean(s)` – width-folded, trimmed, NULL if empty; `cell(s)` – clean, and NULL for the texts that mean "no value";
 * `date_of(s)`, `stamp_of(s)`, `number_of(s)`, `low_of(s)`, `high_of(s)` – NULL if the text is none. A day that does not
 * exist is NULL, as is one outside 1900–2199 (`plausible`); `company(s)` – a company's name without its legal form.
 */
export async function defineCellMacros(connection: DuckDBConnection): Promise<void> {
  const spaces = literal(SPACES);
  const macros = [
    // DuckDB's translate() builds its map anew for every row: ask first whether there is anything to fold
    `narrow(s) AS CASE WHEN strlen(s) = length(s) OR NOT regexp_matches(s, ${literal(`[${FOLDED}]`)}) THEN s
       ELSE translate(s, ${literal(WIDE + INVISIBLE)}, ${literal(NARROW)}) END`,
    `clean(s) AS nullif(trim(narrow(s), ${spaces}), '')`,
    `cell(s) AS CASE WHEN clean(s) IN (${NULL_TEXTS.map(literal).join(', ')}) THEN NULL ELSE clean(s) END`,
    // DuckDB reads 12-6-18 as a day of the year 12, and words such as infinity: neither is a day of business
    `plausible(t) AS CASE WHEN t >= DATE '1900-01-01' AND t < DATE '2200-01-01' THEN t END`,
    `date_of(s) AS plausible(coalesce(TRY_CAST(s AS DATE), CASE
       WHEN regexp_full_match(s, '[1-9]\\d{4}(\\.0+)?') THEN DATE '1899-12-30' + s::DECIMAL(9,1)::INTEGER
       ELSE coalesce(try_strptime(s, ${list(DATE_FORMS)}), try_strptime(s, ${list(STAMP_FORMS)}))::DATE END))`,
    `stamp_of(s) AS plausible(coalesce(TRY_CAST(s AS TIMESTAMP), try_strptime(s, ${list(STAMP_FORMS)}), try_strptime(s, ${list(DATE_FORMS)})))`,
    // a comma that groups no thousands, or a sign inside, is not guessed away: 12,5 and 40+5 are no numbers
    `unsigned(s) AS regexp_replace(regexp_replace(s, '^([-(]?)[￥¥+]+', '\\1'), '^\\((.*)\\)$', '-\\1')`,
    `ungrouped(s) AS CASE WHEN regexp_full_match(s, '\\s*-?\\d{1,3}(,\\d{3})+(\\.\\d*)?\\s*') THEN replace(s, ',', '') ELSE s END`,
    `plain_number(s) AS TRY_CAST(ungrouped(unsigned(s)) AS DECIMAL(24, 6))`,
    `number_of(s) AS CASE
       WHEN right(s, 1) = '万' THEN plain_number(left(s, -1)) * 10000
       WHEN right(s, 1) = '亿' THEN plain_number(left(s, -1)) * 100000000
       ELSE plain_number(s) END`,
    `low_of(s) AS plain_number(regexp_extract(s, '^([0-9.,]+)(\\s*[-~–—至]\\s*[0-9.,]+)?$', 1))`,
    `upper_part(s) AS regexp_extract(s, '^[0-9.,]+\\s*[-~–—至]\\s*([0-9.,]+)$', 1)`,
    `high_of(s) AS CASE WHEN upper_part(s) = '' THEN low_of(s) ELSE plain_number(upper_part(s)) END`,
    `company(s) AS nullif(regexp_replace(regexp_replace(clean(s), '\\s', '', 'g'),
       '\\(?(股份)?\\)?\\(?(有限责任公司|有限公司|集团公司|总公司|公司|集团)\\)?$', ''), '')`,
  ];
  for (const macro of macros) await connection.run(`CREATE OR REPLACE TEMP MACRO ${macro}`);
}
