import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { parameterSchema } from './parameter-schema.ts';
import { bindings, parameterTypes, resolveDate, resolveParameters } from './parameters.ts';

const label = { zh: '参数', en: 'Parameter' };
const query = {
  id: 'demo',
  params: {
    from: parameterSchema.parse({ type: 'date', default: '-24mo', label }),
    goal: parameterSchema.parse({ type: 'number', default: 0.5, min: 0, max: 1, label }),
    top: parameterSchema.parse({ type: 'integer', default: 20, min: 1, max: 50, label }),
    port: parameterSchema.parse({ type: 'enum', values: ['QHD', 'JT'], default: 'QHD', label }),
    name: parameterSchema.parse({ type: 'text', default: '', max: 5, label }),
  },
};

test('defaults, and an empty form field is an absent one', () => {
  const resolved = { from: '2010-06-18', goal: 0.5, top: 20, port: 'QHD', name: '' };
  expect(resolveParameters(query, {}, '2012-06-18')).toEqual(resolved);
  expect(resolveParameters(query, { from: '', goal: '', port: undefined }, '2012-06-18')).toEqual(resolved);
});

test('text of an address becomes typed values', () => {
  expect(
    resolveParameters(query, { from: '2012-02-29', goal: '0.55', top: '3', port: 'JT', name: '江海' }, null),
  ).toEqual({
    from: '2012-02-29',
    goal: 0.55,
    top: 3,
    port: 'JT',
    name: '江海',
  });
});

describe('refused, naming the parameter and what it accepts', () => {
  test.each([
    [{ from: '2012-02-30' }, 'from', /YYYY-MM-DD/],
    [{ from: '2012-6-1' }, 'from', /as_of/],
    [{ from: 'yesterday' }, 'from', /-24mo/],
    [{ from: '1812-06-18' }, 'from', /date/],
    [{ goal: '1.2' }, 'goal', /≥ 0, ≤ 1/],
    [{ goal: '0x1' }, 'goal', /number/],
    [{ goal: 'NaN' }, 'goal', /number/],
    [{ top: '2.5' }, 'top', /whole number/],
    [{ top: '51' }, 'top', /≤ 50/],
    [{ port: 'qhd' }, 'port', /QHD \| JT/],
    [{ name: '超过五个字了' }, 'name', /5/],
  ])('%j', (raw, name, hint) => {
    expect(() => resolveParameters(query, raw, '2012-06-18')).toThrow(
      expect.objectContaining({
        code: 'bad_parameter',
        message: expect.stringContaining(`parameter ${name} of demo`),
        hint: expect.stringMatching(hint),
      }),
    );
  });

  test('names the query does not have, inherited ones too', () => {
    for (const name of ['form', 'toString', '__proto__']) {
      expect(() => resolveParameters(query, JSON.parse(`{"${name}":"x"}`), '2012-06-18')).toThrow(
        expect.objectContaining({
          code: 'unknown_parameter',
          hint: expect.stringContaining('from, goal, top'),
        }),
      );
    }
  });

  test('one without a default that is not given', () => {
    const open = { id: 'open', params: { day: parameterSchema.parse({ type: 'date', label }) } };
    expect(() => resolveParameters(open, {}, '2012-06-18')).toThrow(/it must be given/);
  });
});

test.each([
  ['as_of', '2012-06-18', '2012-06-18'],
  ['-30d', '2012-06-18', '2012-05-19'],
  ['-12w', '2012-06-18', '2012-03-26'],
  ['-24mo', '2012-06-18', '2010-06-18'],
  ['-1mo', '2012-03-31', '2012-02-29'],
  ['-6mo', '2012-03-31', '2011-09-30'],
  ['-1y', '2012-02-29', '2011-02-28'],
  ['-99999d', '2012-06-18', null],
])('%s from %s is %s', (expression, asOf, day) => {
  expect(resolveDate(expression, asOf)).toBe(day);
});

test('a relative date needs a data date', () => {
  expect(() => resolveParameters(query, {}, null)).toThrow(expect.objectContaining({ code: 'no_data_date' }));
});

describe('things of the warehouse', () => {
  const things = {
    id: 'demo',
    params: {
      account: parameterSchema.parse({ type: 'account', label }),
      regions: parameterSchema.parse({ type: 'list', of: 'region', most: 3, label }),
      grain: parameterSchema.parse({ type: 'period', label }),
    },
  };

  test('none is none, several are a list without order and doubles', () => {
    expect(resolveParameters(things, {}, null)).toEqual({ account: '', regions: '', grain: 'month' });
    expect(
      resolveParameters(things, { account: 'A01', regions: '浙江, 江苏,,浙江', grain: 'week' }, null),
    ).toEqual({
      account: 'A01',
      regions: '江苏,浙江',
      grain: 'week',
    });
  });

  test('the SQL gets NULL for none, a list for several', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const bind = async (raw: Record<string, string>) => {
      const { values, types } = bindings(parameterTypes(things), resolveParameters(things, raw, null));
      const sql = 'SELECT $account AS account, $regions AS regions, len($regions) AS n, $grain AS grain';
      return (await connection.runAndReadAll(sql, values, types)).getRowObjectsJson()[0];
    };
    expect(await bind({})).toEqual({ account: null, regions: [], n: '0', grain: 'month' });
    expect(await bind({ account: 'A01', regions: '浙江,江苏' })).toEqual({
      account: 'A01',
      regions: ['江苏', '浙江'],
      n: '2',
      grain: 'month',
    });
    connection.closeSync();
    instance.closeSync();
  });

  test.each([
    [{ account: 'A01,A02' }],
    [{ account: 'A\u0000' }],
    [{ regions: 'a,b,c,d' }],
    [{ regions: 'x'.repeat(61) }],
    [{ grain: 'decade' }],
  ])('refused: %j', (raw) => {
    expect(() => resolveParameters(things, raw, null)).toThrow(
      expect.objectContaining({ code: 'bad_parameter' }),
    );
  });

  test('a label of a value that there is not is refused', () => {
    const odd = { type: 'enum', values: ['yes'], labels: { no: label }, label };
    expect(parameterSchema.safeParse(odd).success).toBe(false);
  });
});
