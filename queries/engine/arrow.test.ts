import { tableFromIPC } from 'apache-arrow';
import { expect, test } from 'vitest';
import { toArrowIPC } from './arrow.ts';

test('dates, instants, numbers, flags and text survive the wire, missing values with them', () => {
  const columns = (['date', 'instant', 'number', 'boolean', 'text'] as const).map((type) => ({
    name: type,
    type,
    zh: type,
    en: type,
  }));
  const ipc = toArrowIPC({
    columns: [...columns, { name: 'wide', type: 'number', zh: 'wide', en: 'wide' }],
    data: {
      date: ['2012-06-18', null],
      instant: ['2012-06-18T18:00:00.000+08:00', null],
      number: [945.61, null],
      boolean: [true, null],
      text: ['江海电力', null],
      wide: ['9007199254740993', 1],
    },
  });
  const table = tableFromIPC(ipc);
  expect(table.schema.fields.map((field) => String(field.type))).toEqual([
    'Date32<DAY>',
    'Timestamp<MILLISECOND, Asia/Shanghai>',
    'Float64',
    'Bool',
    'Dictionary<Int32, Utf8>',
    'Dictionary<Int32, Utf8>',
  ]);
  const [first, second] = table.toArray().map((row) => row.toJSON());
  expect(first).toEqual({
    date: Date.parse('2012-06-18'),
    instant: Date.parse('2012-06-18T10:00:00Z'),
    number: 945.61,
    boolean: true,
    text: '江海电力',
    wide: '9007199254740993',
  });
  expect(second).toEqual({ date: null, instant: null, number: null, boolean: null, text: null, wide: '1' });
});

test('an empty result keeps its columns', () => {
  const table = tableFromIPC(
    toArrowIPC({ columns: [{ name: 'text', type: 'text', zh: '', en: '' }], data: { text: [] } }),
  );
  expect([table.numRows, table.schema.fields.map((field) => field.name)]).toEqual([0, ['text']]);
});
