import { expect, test } from 'vitest';
import { en } from './en.ts';
import { translator } from './index.ts';
import { asLang } from './languages.ts';
import { zhCN } from './zh-CN.ts';

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
}

const slots = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
const chinese = new Map(leaves(zhCN));
const english = new Map(leaves(en));

test('both languages have the same texts', () => {
  expect([...english.keys()]).toEqual([...chinese.keys()]);
});

test('a text takes the same values in both languages', () => {
  const differing = [...chinese].filter(
    ([key, text]) => String(slots(text)) !== String(slots(english.get(key) ?? '')),
  );
  expect(differing.map(([key]) => key)).toEqual([]);
});

test('no English text has Chinese in it but the product’s name and the link to Chinese', () => {
  const left = [...english].filter(([, text]) => /[\u4e00-\u9fff]/.test(text)).map(([key]) => key);
  expect(left).toEqual(['product.name', 'nav.other']);
});

test('two languages can be used at once', () => {
  const [zh, eng] = [translator('zh-CN'), translator('en')];
  expect([zh('nav.overview'), eng('nav.overview'), zh('kpi.goal', { goal: '50%' })]).toEqual([
    '总览',
    'Overview',
    '目标 50%',
  ]);
});

test.each([
  ['en', 'en'],
  ['zh', 'zh-CN'],
  ['zh-CN', 'zh-CN'],
  ['de', undefined],
  [null, undefined],
])('%s names the language %s', (text, lang) => {
  expect(asLang(text)).toBe(lang);
});
