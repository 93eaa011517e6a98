/** A page of the sample site. */
export interface Page {
  /** path below the site's root */
  path: string;
  title: string;
  html: string;
}

/** A table of a bulletin: header cells, rows of text, a note below. */
export interface PageTable {
  caption: string;
  unit: string;
  header: readonly string[];
  rows: readonly (readonly string[])[];
  note: string;
}

const CSS =
  'body{font:14px/1.6 SimSun,"Microsoft YaHei",sans-serif;margin:0 auto;max-width:960px}table.data{border-collapse:collapse;width:100%}' +
  'table.data td,table.data th{border:1px solid #99a;padding:2px 8px;text-align:right}.mobile{display:none}@media(max-width:600px){.pc{display:none}.mobile{display:block}}';

function document(title: string, meta: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>${title}</title>
${meta}<style>${CSS}</style>
</head>
<body>
<table class="layout" width="100%" cellspacing="0"><tr><td>首页</td><td>|</td><td>煤炭频道</td><td>|</td><td>港口动态</td><td>|</td><td>价格行情</td></tr></table>
${body}
<div class="footer"><hr><p>示例数据：本页由样本生成器制作，仅供演示，不代表任何真实机构发布的行情。</p></div>
</body>
</html>
`;
}

function cell(text: string, i: number, row: number): string {
  // publishers paste from word processors: cells come wrapped, and padded with non-breaking spaces
  if (i === 0) return `<td><span><span style="font-size:12px">${text}</span></span></td>`;
  if ((row + i) % 7 === 0) return `<td>&nbsp;${text}&nbsp;</td>`;
  return (row + i) % 3 === 0 ? `<td><span>${text}</span></td>` : `<td>${text}</td>`;
}

function tableHtml(table: PageTable): string {
  const head = table.header.map((text) => `<td><strong><span>${text}</span></strong></td>`).join('');
  const rows = table.rows.map(
    (cells, row) => `<tr>${cells.map((text, i) => cell(text, i, row)).join('')}</tr>`,
  );
  const note = `<tr><td colspan="${table.header.length}"><span>${table.note}</span></td></tr>`;
  return `<table class="data">\n<tr>${head}</tr>\n${rows.join('\n')}\n${note}\n</table>`;
}

/**
 * A bulletin page as publishers make them: a layout table that holds no data, then the data table twice, for desktop
 * and for phones.
 * @param publishedAt `YYYY-MM-DD HH:MM:SS` in Asia/Shanghai
 */
export function bulletinPage(path: string, title: string, publishedAt: string, table: PageTable): Page {
  const meta = `<meta name="ArticleTitle" content="${title}">\n<meta name="PubDate" content="${publishedAt}">\n`;
  const data = tableHtml(table);
  const body = `<h1>${title}</h1>
<table class="layout" width="100%"><tr><td>来源：示例信息网</td><td>发布时间：<span>${publishedAt}</span></td><td>字号：大&nbsp;中&nbsp;小</td></tr></table>
<p>${table.caption}</p>
<p align="right">单位：${table.unit}</p>
<div class="pc">
${data}
</div>
<div class="mobile">
${data}
</div>`;
  return { path, title, html: document(title, meta, body) };
}

/** An index page: a list of links, newest first, each with its date in a span. */
export function indexPage(
  path: string,
  title: string,
  entries: readonly { href: string; title: string; date: string }[],
): Page {
  const items = entries.map(
    (entry) => `<li><a href="${entry.href}">${entry.title}</a> <span>${entry.date}</span></li>`,
  );
  return {
    path,
    title,
    html: document(title, '', `<h1>${title}</h1>\n<ul class="list">\n${items.join('\n')}\n</ul>`),
  };
}
