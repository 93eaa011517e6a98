import type { Reader } from '../../data/reader-schema.ts';
import type { Cells } from './raw-table.ts';

/** The patterns of a reader of prose. */
export type ProsePattern = Extract<Reader, { kind: 'prose' }>['patterns'][number];

/** Longer pieces are no sentences; a pattern may take the square of their length. */
const MAX_SENTENCE = 2000;
/** A line that a program broke is full; a title is shorter. */
const FULL_LINE = 20;

const ENDS = /[。！？!?]/;
const HAN = /[\p{Script=Han}\u3000-\u303f\uff01-\uff5e]/u;
/** Directions in which a change is negative. */
const DOWN = /下降|减少|回落|跌/;
const SIGNED = ['change', 'pct'];

/**
 * The lines of a text, those joined that a program broke at its margin: a full line that ends in no sign is followed by the
 * rest of its sentence, unless that is blank or set in.
 */
export function textLines(text: string): string[] {
  const lines: string[] = [];
  let open = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const last = lines.length - 1;
    const before = lines[last] ?? '';
    if (open && line.trim() !== '' && !/^\s/.test(line)) {
      const gap = HAN.test(before.at(-1) ?? '') || HAN.test(line[0] ?? '') ? '' : ' ';
      lines[last] = before + gap + line.trimEnd();
    } else lines.push(line.trimEnd());
    const own = line.trim();
    open = own.length >= FULL_LINE && !/[。；！？;!?:：.]$/.test(own);
  }
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

/**
 * The sentences of lines: each ends at 。！？ or with its line; clauses parted by ； share their subject. One of more than 2,000 characters is cut behind the last
 * comma before that, or at it.
 */
export function sentencesOf(lines: readonly string[]): string[] {
  return lines
    .flatMap((line) => line.split(ENDS))
    .flatMap((sentence) => pieces(sentence.trim()))
    .filter((sentence) => sentence !== '');
}

function pieces(sentence: string): string[] {
  const cut: string[] = [];
  let rest = sentence;
  while (rest.length > MAX_SENTENCE) {
    const comma = Math.max(...['，', ',', '、'].map((sign) => rest.lastIndexOf(sign, MAX_SENTENCE - 1)));
    const at = comma > 0 ? comma + 1 : MAX_SENTENCE;
    cut.push(rest.slice(0, at).trim());
    rest = rest.slice(at);
  }
  return [...cut, rest.trim()];
}

/** A sentence as patterns see it: NFKC, no blank beside a Chinese character or between the thousands of a number. */
function plainSentence(sentence: string): string {
  return sentence
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .replace(/ (?=\p{Script=Han})|(?<=\p{Script=Han}) /gu, '')
    .replace(/(?<![\d.])\d{1,3}(?: \d{3})+(?!\d)/g, (number) => number.replaceAll(' ', ''))
    .replace(/(?<=\d) ?([.,]) ?(?=\d)/g, '$1');
}

/**
 * Every match of every pattern in every sentence as a record below a header `item`, `sentence` and the names of the groups
 * in order of appearance. A group `change` or `pct` is negative where a group `dir` says 下降, 减少, 回落 or 跌.
 */
export function proseGrid(sentences: readonly string[], patterns: readonly ProsePattern[]): Cells[] {
  const compiled = patterns.map(({ item, pattern }) => ({ item, regex: new RegExp(pattern, 'gu') }));
  const columns: string[] = [];
  const matches: { item: string; sentence: string; groups: Record<string, string | undefined> }[] = [];
  for (const sentence of sentences) {
    const plain = plainSentence(sentence);
    for (const { item, regex } of compiled) {
      for (const match of plain.matchAll(regex)) {
        const groups = signed(match.groups ?? {});
        for (const name of Object.keys(groups)) if (!columns.includes(name)) columns.push(name);
        matches.push({ item, sentence, groups });
      }
    }
  }
  return [
    ['item', 'sentence', ...columns],
    ...matches.map(({ item, sentence, groups }) => [
      item,
      sentence,
      ...columns.map((name) => groups[name]?.trim() || null),
    ]),
  ];
}

function signed(groups: Record<string, string | undefined>): Record<string, string | undefined> {
  const down = DOWN.test(groups['dir'] ?? '');
  return Object.fromEntries(
    Object.entries(groups).map(([name, text]) => {
      // a comma that ends a clause is caught by [\d.,]+
      const own = text?.replace(/(?<=\d)[.,]$/, '');
      return [name, down && own && SIGNED.includes(name) && !/^[-−]/.test(own) ? `-${own}` : own];
    }),
  );
}
