import { expect, test } from 'vitest';
import { sniffDelimiter, type Delimiter } from './csv-delimiter.ts';

test.each<[string, string, Delimiter]>([
  [
    'a title with commas above the table',
    '客户信息,截至 6 月,单位,万元\n编号;名称;吨\n1;甲;2\n2;乙;3\n',
    ';',
  ],
  ['decimal commas', 'a;b;c\n1,5;2,5;3\n1,5;2,5;3\n', ';'],
  ['thousands', 'a\tb\n1,234,567\t1\n2,345,678\t2\n', '\t'],
  ['commas inside quotes', 'a;b\n"x, y, z";1\n"u, v, w";2\n', ';'],
  ['line breaks inside quotes', 'a;b\n"x,\ny,\nz";1\n"u,\nv,\nw";2\n', ';'],
  ['a quote in the middle of a field', 'a;b\n煤 "块", 100;1\n5" 管;2\n', ';'],
  ['a picklist in one column', 'a,b\n1,x;y;z\n2,x;y;z\n3,u\n', ','],
  ['the line that Excel reads', 'sep=;\na,b,c;d\n1,2,3;4\n', ';'],
  ['the same behind a mark', '\ufeffsep=|\r\na|b\r\n', '|'],
  ['carriage returns alone', 'a;b\r1;2\r', ';'],
  ['one column', '编号\n1\n2\n', ','],
  ['one line', 'a;b;c', ';'],
])('%s', (_what, text, delimiter) => {
  expect(sniffDelimiter(text)).toBe(delimiter);
});
