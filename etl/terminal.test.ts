import { expect, test } from 'vitest';
import { progressView, textTable, type Output } from './terminal.ts';

test('columns align though a Chinese character takes two cells', () => {
  expect(
    textTable(
      ['港口', 'stock'],
      [
        ['秦皇岛港', '945.61'],
        ['QHD', '8'],
      ],
      new Set(['stock']),
    ),
  ).toBe(['港口       stock', '────────  ──────', '秦皇岛港  945.61', 'QHD            8', ''].join('\n'));
});

test('a missing cell is empty, no line ends in blanks, a table without rows has its header', () => {
  expect(textTable(['a', 'bb'], [['xxx']])).toBe('a    bb\n───  ──\nxxx\n');
  expect(textTable(['名'], [])).toBe('名\n──\n');
});

test('without a terminal a step writes one line, when it is done', () => {
  const lines: string[] = [];
  const output: Output = { write: (text) => void lines.push(text), isTTY: false, columns: 80 };
  const view = progressView(output);
  for (const done of [0, 1, 2, 2])
    view.update({ step: 'load', source: 'deliveries', done, total: 2, rows: done * 10 });
  view.update({ step: 'publish', source: null, done: 1, total: 1 });
  view.stop();
  expect(lines.map((line) => line.replace(/ +/g, ' '))).toEqual([
    'load deliveries 2/2 20 rows\n',
    'publish 1/1\n',
  ]);
});
