import type { DuckDBConnection } from '@duckdb/node-api';

/** What is remarkable about a published value that is kept, or about a file that lacks one. */
export interface Flag {
  /** null: the whole file */
  series: string | null;
  /** last day of the period, `YYYY-MM-DD`; null: no period */
  period_end: string | null;
  code: string;
  zh: string;
  en: string;
}

/** Write the flags of a file in place of those of an earlier reading. */
export async function writeFlags(
  connection: DuckDBConnection,
  flags: readonly Flag[],
  file: { id: string; source: string },
  run: string,
): Promise<void> {
  await connection.run('DELETE FROM market.flag WHERE _file = $file', { file: file.id });
  await connection.run(
    `INSERT INTO market.flag BY NAME
     SELECT unnest(from_json($flags::JSON, '[{"series":"VARCHAR","period_end":"DATE","code":"VARCHAR","zh":"VARCHAR","en":"VARCHAR"}]'),
       recursive := true), $source AS source, $file AS _file, $run AS _run`,
    { flags: JSON.stringify(flags), source: file.source, file: file.id, run },
  );
}

/** A decimal number as text without the zeros at its end. */
export function shortNumber(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Units that are taken for each other, by how many powers of ten they are apart. */
const MIXED: { unit: RegExp; powers: Record<number, { zh: string; en: string }> }[] = [
  {
    unit: /^[千万亿百]*吨/,
    powers: { 3: { zh: '千吨与吨', en: 'kt and t' }, 4: { zh: '万吨与吨', en: '10 kt and t' } },
  },
  { unit: /^万?元/, powers: { 4: { zh: '万元与元', en: '10,000 CNY and CNY' } } },
];

/**
 * How a value relates to its level, in words.
 * @param power of ten by which it is off, from -4 to 4
 * @param unit of the value
 */
export function factorText(power: number, unit = ''): { zh: string; en: string } {
  const factor = String(10 ** Math.abs(power));
  const mixed = MIXED.find((one) => one.unit.test(unit))?.powers[Math.abs(power)];
  const share = power < 0 ? `1/${factor}` : factor;
  return {
    zh: `约为近期水平的 ${share}${power < 0 ? '' : ' 倍'}${mixed ? `,疑为${mixed.zh}混用` : ',疑为小数点错位'}`,
    en: `about ${share}${power < 0 ? ' of' : ' times'} its recent level${mixed ? `, as if ${mixed.en} were confused` : ', as if the decimal point were misplaced'}`,
  };
}
