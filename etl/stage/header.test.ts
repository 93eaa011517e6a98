import { describe, expect, test } from 'vitest';
import { column } from '../../data/contract-schema.ts';
import { findHeader } from './header.ts';

const source = {
  columns: {
    ticket: column.parse({ type: 'text', from: ['磅单号', 'Ticket No'], required: true }),
    net: column.parse({ type: 'decimal', unit: '吨', from: ['净重'], required: true }),
    price: column.parse({ type: 'decimal', from: ['单价'] }),
    remark: column.parse({ type: 'text', from: ['备注'] }),
  },
};

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

  test('a header that the source itself states leaves the usual ones alone', () => {
    const ticket = { ...source.columns.ticket, from: ['Plant', ...source.columns.ticket.from] };
    const plants = (own: string[]) =>
      findHeader([['磅单号', 'Plant', '净重']], {
        columns: { ...source.columns, ticket: { ...ticket, own } },
      });
    expect(plants(['Plant'])).toMatchObject({ ambiguous: [] });
    expect(plants(['Plant'])?.fields.get('ticket')?.index).toBe(1);
    expect(plants(['Plants'])).toMatchObject({ ambiguous: ['ticket'] });
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

  test('a parent spans the columns to its right; 父/子, 父子 and a child that stands once are recognised', () => {
    const head = [
      ['过磅', '', '', '单价', '备注'],
      ['磅单号', '净重(吨)', '毛重(吨)', '(元/吨)', ''],
      ['T1', '38.2', '55', '500', ''],
    ];
    const header = findHeader(head, source);
    expect(header).toMatchObject({
      from: 1,
      row: 2,
      titles: ['过磅/磅单号', '过磅/净重(吨)', '过磅/毛重(吨)', '单价(元/吨)', '备注'],
    });
    expect(Object.fromEntries(header?.fields ?? [])).toEqual({
      ticket: { index: 0, title: '过磅/磅单号', unit: undefined },
      net: { index: 1, title: '过磅/净重(吨)', unit: '吨' },
      price: { index: 3, title: '单价(元/吨)', unit: '元/吨' },
      remark: { index: 4, title: '备注', unit: undefined },
    });
  });

  test.each(['万吨', '(万吨)', '（万吨）'])('a lower level that is the unit of the upper: %s', (unit) => {
    const header = findHeader(
      [
        ['磅单号', '净重', '备注'],
        ['', unit, ''],
      ],
      source,
    );
    expect(header?.fields.get('net')).toMatchObject({ index: 1, unit: '万吨' });
  });

  test.each<[string, string[][], Record<string, number> | null]>([
    [
      '父子 without the slash',
      [
        ['净', '', '磅单'],
        ['重', '备注', '号'],
      ],
      { row: 2, ticket: 2, net: 0, remark: 1 },
    ],
    [
      'a cell merged down is one title',
      [
        ['磅单号', '净重'],
        ['磅单号', '净重'],
        ['1', '2'],
      ],
      { row: 1, ticket: 0, net: 1 },
    ],
    [
      'a title above is no parent',
      [
        ['发运表', '', ''],
        ['磅单号', '净重', '备注'],
      ],
      { row: 2, ticket: 0, net: 1, remark: 2 },
    ],
    ['figures are no header', [['磅单号', '净重', '1', '2', '3', '4']], null],
  ])('%s', (_what, head, found) => {
    expect(fieldsOf(...head)).toEqual(found);
  });

  test('a child that stands twice is ambiguous, unless its parent is named', () => {
    const head = [
      ['进', '', '出', ''],
      ['净重', '单价', '净重', '磅单号'],
    ];
    expect(findHeader(head, source)?.ambiguous).toEqual(['net']);
    const net = column.parse({ type: 'text', from: ['出/净重'], required: true });
    const header = findHeader(head, { columns: { ...source.columns, net } });
    expect(header).toMatchObject({ row: 2, ambiguous: [] });
    expect(header?.fields.get('net')?.index).toBe(2);
  });

  test('a line of units under the header belongs to it', () => {
    const header = findHeader(
      [
        ['磅单号', '净重', '单价'],
        ['', '（吨）', '元/吨'],
        ['T1', '38.2', '500'],
      ],
      source,
    );
    expect(header).toMatchObject({ from: 1, row: 2 });
    expect([...(header?.fields ?? [])].map(([name, { unit }]) => [name, unit])).toEqual([
      ['ticket', undefined],
      ['net', '吨'],
      ['price', '元/吨'],
    ]);
    expect(fieldsOf(['磅单号', '净重'], ['吨', '38.2'])).toEqual({ row: 1, ticket: 0, net: 1 });
  });

  test('the unit that a line above the table states is kept apart, as evidence', () => {
    const header = findHeader([['发运表'], ['', '单位：万元、吨'], ['磅单号', '净重']], source);
    expect(header?.titleUnit).toEqual({ unit: '万元', units: ['万元', '吨'], text: '单位：万元、吨' });
    expect(header?.fields.get('net')?.unit).toBeUndefined();
    expect(findHeader([['填报单位：一矿'], ['磅单号', '净重']], source)?.titleUnit).toBeUndefined();
  });

  test('nothing is matched by its beginning', () => {
    expect(fieldsOf(['磅单号', '净重', '备注一', '单价合计'])).toEqual({ row: 1, ticket: 0, net: 1 });
  });
});
