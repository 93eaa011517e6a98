import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { objectCatalogue } from './object-file.ts';
import { loadSources, parseSource } from './source-file.ts';

const GOOD = `
id: trial
title: { zh: 试, en: trial }
object: observation
origin: { kind: files, folder: trial, ending: .csv }
columns:
  day: { type: date, from: [日期], required: true }
  stock: { type: decimal, from: [场存] }
key: [day]
period: { end: day }
observations: [{ series: QHD.stock, value: stock }]
`;

/** The good source with one place changed; `undefined` takes it away. */
function changed(place: string, value: unknown): string {
  const source = parse(GOOD) as Record<string, unknown>;
  const steps = place.split('.');
  const last = steps.pop() ?? '';
  const target = steps.reduce((at, step) => at[step] as Record<string, unknown>, source);
  if (value === undefined) delete target[last];
  else target[last] = value;
  return stringify(source);
}

test('what is left out has its default', () => {
  const source = parseSource(GOOD, 'trial.yaml');
  expect(source).toMatchObject({
    daily: false,
    rules: [],
    reader: { kind: 'table' },
    drift: { columns: 'evolve' },
  });
  expect(source.columns['stock']).toEqual({
    type: 'decimal',
    from: ['场存'],
    required: false,
    evidence: false,
    scale: 2,
  });
});

test('observations are told apart by their period and the columns in their series codes', () => {
  const keyless = parse(changed('key', [])) as Record<string, unknown>;
  const columns = {
    ...(keyless['columns'] as object),
    port: { type: 'enum', from: ['港口'], values: { QHD: ['秦皇岛'] } },
  };
  const source = { ...keyless, columns, observations: [{ series: '{port}.stock', value: 'stock' }] };
  expect(parseSource(stringify(source), 'trial.yaml').key).toEqual(['day', 'port']);
});

test.each<[string, string, unknown, RegExp]>([
  ['an unknown key', 'colour', 'red', /colour/],
  ['an unknown key of a column', 'columns.day.colour', 'red', /colour/],
  ['an unknown key of the origin', 'origin.url', 'http://x', /url/],
  ['an unknown type', 'columns.day.type', 'moment', /columns\.day/],
  ['a bound on a date', 'columns.day.min', 1, /min/],
  ['a column without headers', 'columns.day.from', [], /columns\.day\.from/],
  ['an id that is no name', 'id', 'Trial-1', /id/],
  ['a folder that leads out of the inbox', 'origin.folder', '../secret', /folder/],
  ['an object that there is not', 'object', 'invoice', /object/],
  ['a schedule that is no cron expression', 'schedule', '0 9 * *', /schedule/],
  ['a lost title', 'title', undefined, /title/],
  ['a key that is no column', 'key', ['nowhere'], /nowhere/],
  ['an observation of no column', 'observations', [{ series: 'X', value: 'nowhere' }], /nowhere/],
  [
    'a rule about no column',
    'rules',
    [{ code: 'r', columns: ['nowhere'], expect: 'true', message: { zh: '错', en: 'bad' } }],
    /nowhere/,
  ],
  ['a period that ends in no column', 'period', { end: 'nowhere' }, /nowhere/],
  ['a note in no column', 'note', 'nowhere', /nowhere/],
  ['observations without a period', 'period', undefined, /period/],
  ['a source of observations without any', 'observations', [], /observations/],
])('%s is refused by name', (_what, place, value, named) => {
  expect(() => parseSource(changed(place, value), 'trial.yaml')).toThrow(
    expect.objectContaining({
      code: 'bad_source',
      message: expect.stringMatching(named) as string,
      where: { file: 'trial.yaml' },
    }) as Error,
  );
});

test('what is no YAML is refused with its cause', () => {
  expect(() => parseSource('id: [', 'trial.yaml')).toThrow(
    expect.objectContaining({
      code: 'bad_source',
      where: { file: 'trial.yaml' },
      cause: expect.any(Error) as Error,
    }) as Error,
  );
});

test('all shipped sources parse, accounts before what refers to them', async () => {
  const sources = [...(await loadSources()).values()];
  const objects = sources.map((source) => source.object);
  expect(new Set(objects)).toEqual(new Set([...objectCatalogue().keys(), 'observation']));
  expect(objects[0]).toBe('account');
  expect(objects.lastIndexOf('delivery')).toBe(objects.indexOf('observation') - 1);
  expect(sources.filter((source) => source.object === 'delivery').map((source) => source.id)).toEqual([
    'deliveries',
    'rail_waybills',
    'ship_loadings',
  ]);
  expect(sources.filter((source) => source.daily).map((source) => source.id)).toEqual([
    'deliveries',
    'port_bulletin',
    'price_bulletin',
  ]);
});
