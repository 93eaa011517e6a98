import { expect, test } from 'vitest';
import { langHref } from './lang-href.ts';
import { queryHref } from './query-href.ts';
import { rangeHref, resolveRange } from './range.ts';

const LIMIT = '2012-06-18';

test('without parameters the view is the last 24 months at the data date', () => {
  expect(resolveRange({}, LIMIT)).toEqual({ from: '2010-06-18', to: LIMIT, asof: LIMIT, preset: 'm24' });
});

test.each([
  [{ from: '-3mo' }, '2012-03-18', 'm3'],
  [{ from: '-12mo' }, '2011-06-18', 'm12'],
  [{ from: 'all' }, '1990-01-01', 'all'],
  [{ from: '2012-01-01' }, '2012-01-01', null],
])('%j begins at %s', (asked, from, preset) => {
  expect(resolveRange(asked, LIMIT)).toMatchObject({ from, preset });
});

test('an earlier as-of day moves the end of the period with it', () => {
  expect(resolveRange({ asof: '2012-06-10' }, LIMIT)).toMatchObject({ to: '2012-06-10', from: '2010-06-10' });
});

test('empty fields of the form are as if they were absent', () => {
  expect(resolveRange({ from: '', to: '', asof: '' }, LIMIT)).toEqual(resolveRange({}, LIMIT));
});

test.each([
  [{ from: '2012-99-01' }, { kind: 'badDate', name: 'from', value: '2012-99-01' }],
  [{ asof: 'yesterday' }, { kind: 'badDate', name: 'asof', value: 'yesterday' }],
  [{ to: '-3mo' }, { kind: 'badDate', name: 'to', value: '-3mo' }],
  [
    { from: '2012-05-01', to: '2012-04-01' },
    { kind: 'order', from: '2012-05-01', to: '2012-04-01' },
  ],
  [{ asof: '2030-01-01' }, { kind: 'future', asof: '2030-01-01', limit: LIMIT }],
])('%j is a fault that can be worded', (asked, fault) => {
  expect(resolveRange(asked, LIMIT)).toEqual(fault);
});

test('one view has one address', () => {
  expect(rangeHref({ from: '-24mo' })).toBe('/');
  expect(rangeHref({ from: '-3mo', asof: '2012-06-10' })).toBe('/?from=-3mo&asof=2012-06-10');
});

test('a query’s address carries its parameters, and the language unless it is the default', () => {
  const table = { query: 'port_stock', params: { port: 'QHD', from: '2012-01-01' } };
  expect(queryHref(table, '', 'zh-CN')).toBe('/queries/port_stock?port=QHD&from=2012-01-01');
  expect(queryHref(table, 'data.csv', 'en')).toBe(
    '/queries/port_stock/data.csv?port=QHD&from=2012-01-01&lang=en',
  );
});

test('changing the language keeps the view', () => {
  expect(langHref(new URL('http://x/?from=-3mo&lang=en'), 'zh-CN')).toBe('/?from=-3mo&lang=zh-CN');
});
