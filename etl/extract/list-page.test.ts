import { expect, test } from 'vitest';
import { itemsOf, linksOf } from './list-page.ts';

const URL_OF_LIST = 'https://www.example.com/sj/zxfb/';
const TITLE = String.raw`^(\d{4})年(\d{1,2})月([上中下])旬流通领域重要生产资料市场价格`;

test('a page is found once, by the text of its link over single spaces, relative to the list', () => {
  const item = (href: string, text: string) =>
    ['pc_1600', 'mhide', 'pchide'].map((css) => `<a class="${css}" href="${href}">${text}</a>`).join('');
  const { pages, errors } = linksOf(
    `<li>${item('./202609/t20260923_1.html#top', '\n 2026年９月中旬流通领域重要生产资料市场价格变动情况 ')}</li>
     <li>${item('./202609/t20260915_2.html', '2026年8月份居民消费价格')}</li>
     <li>${item('../zxfb/202609/t20260913_3.html', '2026年9月上旬流通领域重要生产资料市场价格变动情况')}</li>`,
    URL_OF_LIST,
    { text: TITLE },
  );
  expect(errors).toEqual([]);
  expect(pages.map(({ url }) => url)).toEqual([
    'https://www.example.com/sj/zxfb/202609/t20260923_1.html',
    'https://www.example.com/sj/zxfb/202609/t20260913_3.html',
  ]);
});

test('an address pattern narrows, a base element counts, what is no address is reported', () => {
  const html = `<base href="/list/"><a href="a.xlsx">月度</a><a href="a.html">月度</a><a href="javascript:more()">月度</a>`;
  const { pages, errors } = linksOf(html, URL_OF_LIST, { text: '月度', href: String.raw`\.xlsx$` });
  expect(pages).toEqual([{ url: 'https://www.example.com/list/a.xlsx', announced: null }]);
  expect(errors).toMatchObject([{ code: 'address_refused' }]);
});

test('items of RSS and Atom feeds are found by their titles, with the times that they state', () => {
  const rss = `<rss version="2.0"><channel><title>数据发布</title><link>https://www.example.com/</link>
    <item><title><![CDATA[2026年7月中旬流通领域重要生产资料市场价格变动情况]]></title>
      <link>https://www.example.com/sj/zxfb/202607/t20260723_1964185.html</link>
      <pubDate>2026-07-24 09:30:00</pubDate></item>
    <item><title>2026年1—6月份利润</title><link>https://www.example.com/other.html</link></item></channel></rss>`;
  expect(itemsOf(rss, URL_OF_LIST, { text: TITLE }).pages).toEqual([
    {
      url: 'https://www.example.com/sj/zxfb/202607/t20260723_1964185.html',
      announced: new Date('2026-07-24T01:30:00Z'),
    },
  ]);
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Coal index</title>
    <link rel="self" href="/feed/1"/><link rel="alternate" href="/news/1.html"/><updated>2026-07-24T01:30:00Z</updated></entry></feed>`;
  expect(itemsOf(atom, URL_OF_LIST, { text: 'Coal' }).pages).toEqual([
    { url: 'https://www.example.com/news/1.html', announced: new Date('2026-07-24T01:30:00Z') },
  ]);
});
