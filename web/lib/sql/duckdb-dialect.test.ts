import { expect, test } from 'vitest';
import { DUCKDB } from './duckdb-dialect.ts';

/** The kinds of the tokens of a text. */
function kinds(text: string): string[] {
  const found: string[] = [];
  DUCKDB.language.parser.parse(text).iterate({
    enter: ({ name, node }) => void (node.firstChild ? null : found.push(name)),
  });
  return found;
}

test.each(['DESCRIBE', 'group', 'QUALIFY', 'preceding', 'natural', 'without', 'ASOF'])(
  '%s is a keyword',
  (word) => {
    expect(kinds(word)).toEqual(['Keyword']);
  },
);

test.each([
  ['timestamptz', 'Type'],
  ['utinyint', 'Type'],
  ['$from', 'SpecialVar'],
  ['day', 'Identifier'],
])('%s is a %s', (text, kind) => {
  expect(kinds(text)).toEqual([kind]);
});
