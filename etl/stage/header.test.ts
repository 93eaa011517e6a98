import { describe, expect, test } from 'vitest';
import { parseSource } from '../../data/source-file.ts';
import { findHeader, normaliseTitle } from './header.ts';

const source = parseSource(
  `
id: trial
title: { zh: 试, en: trial }
object: delivery
origin: { kind: files, folder: trial, ending: .csv }
columns:
  ticket: { type: text, from: [磅单号, Ticket No], required: true }
  net: { type: decimal, unit: 吨, from: [净重], required: true }
  price: { type: decimal, from: [单价] }
  remark: { type: text, from: [备注] }
key: [ticket]
`,
  'trial.yaml',
);

describe('normaliseTitle', () => {
  test.each<[string, string, string | undefined]>([
    ['净重', '净重', undefined],
    ['*净重', '净重', undefined],
    [' 净　重 ', '净重', undefined],
    ['净重\n（吨）', '净重', '吨'],
    ['净重(吨)', '净重', '吨'],
    ['单价（含税）(元/吨)', '单价(含税)', '元/吨'],
    ['\ufeffTicket No', 'ticketno', undefined],
    ['Ｔｉｃｋｅｔ', 'ticket', undefined],
    ['车号/船名', '车号/船名', undefined],
    ['(吨)', '', '吨'],
  ])('%j is %j in %j', (text, title, unit) => {
    expect(normaliseTitle(text)).toEqual({ title, unit });
  });
});

describe('findHeader', () => {
  const fieldsOf = (...head: string[][]) => {
    const header = findHeader(head, source);
    return (
      header && {
        row: header.row,
        ...Object.fromEntries([...header.fields].map(([name, at]) => [name, at.index])),
      }
    );
  };

  test('the record that recognises most columns is the header, titles above it are not', () => {
    expect(
      fieldsOf(['净重 汇总'], ['净重', ''], ['序号', 'TICKET NO', '净重（吨）', '备注'], ['1', '2', '3']),
    ).toEqual({
      row: 3,
      ticket: 1,
      net: 2,
      remark: 3,
    });
  });

  test('the first of two equal headers counts', () => {
    expect(fieldsOf(['磅单号', '净重'], ['净重', '磅单号'])).toEqual({ row: 1, ticket: 0, net: 1 });
  });

  test('a title and its unit are kept as read', () => {
    expect(findHeader([['*磅单号', '净重（吨）']], source)?.fields.get('net')).toEqual({
      index: 1,
      title: '净重（吨）',
      unit: '吨',
    });
  });

  test('half of the columns make a header though a required one is lost, so that it can be named', () => {
    expect(fieldsOf(['磅单号', '重量', '备注'])).toEqual({ row: 1, ticket: 0, remark: 2 });
  });

  test.each<[string, string[][]]>([
    ['one known title', [['净重', 'a', 'b']]],
    ['none', [['a', 'b']]],
    ['no records', []],
    ['a header behind the first fifteen records', [...Array<string[]>(15).fill(['x']), ['磅单号', '净重']]],
  ])('%s is no header', (_what, head) => {
    expect(findHeader(head, source)).toBeNull();
  });

  test('two titles for one column are ambiguous', () => {
    expect(findHeader([['磅单号', '净重(吨)', '净重(千克)']], source)?.ambiguous).toEqual(['net']);
  });
});
