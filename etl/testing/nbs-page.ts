/** A price row of a page of the National Bureau of Statistics: name, unit, price, change, change in percent. */
export type NbsRow = [string, string, string, string, string];

/** What a page of ten-day prices states. */
export interface NbsPage {
  /** `2025年11月下旬` */
  tenDays: string;
  /** `2025/12/03 09:30`, Beijing time */
  published: string;
  rows: NbsRow[];
  /** `注：上期为2025年11月中旬。` */
  note: string;
  /** pages of 2021 were pasted from a word processor, those of today are made by an editor */
  era?: 'word' | 'editor';
}

const HEADER = ['产品名称', '单位', '本期价格（元）', '比上期\n价格涨跌（元）', '涨跌幅\n（%）'];

/**
 * A page of ten-day prices in the markup that the bureau publishes: the article twice (wide and narrow screens), in each
 * copy the price table and an annex that repeats the names without a price; names over several spans, header texts over
 * paragraphs, the title written by a script.
 */
export function nbsPage(page: NbsPage): string {
  const title = `${page.tenDays}流通领域重要生产资料市场价格变动情况`;
  const article = `<div class="trs_editor_view TRS_UEDITOR trs_paper_default trs_word"><div class="trs_import_sqwej1">
<p style="margin-top:0pt; text-align:center; font-size:12pt"><span style="font-family:楷体">中国统计信息服务中心\u3000卓创资讯</span></p>
<p style="font-size:12pt"><span style="font-family:宋体">\u3000\u3000据对全国流通领域9大类50种重要生产资料市场价格的监测显示。</span></p>
<p style="text-align:center; font-size:12pt">${mixed(title)}</p>
<div class="ue_table">${priceTable(page)}</div>
<p style="text-align:center"><span style="font-weight:bold">附表 流通领域重要生产资料市场价格监测产品规格说明表</span></p>
<div class="ue_table">${annex(page)}</div></div></div>`;
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="UTF-8" />
<title>
  ${title} - 国家统计局
</title>
<meta name="ArticleTitle" content="${title}">
<meta name="PubDate" content="${page.published}">
<meta name="ContentSource" content=""></head>
<body><div class="wrapper-content"><div class="detail-content"><div class="detail-title">
<h1><script>var title1 = '${title}'; document.write('${title}');</script></h1>
<div class="detail-title-des"><h2><p>
  ${page.published}
</p></h2></div></div>
<div class="detail-text-content mhide"><div class="txt-content"><p>${article}</p></div></div>
<div class="detail-text-content pchide"><div class="txt-content"><p>${article}</p></div></div>
</div></div></body></html>`;
}

function priceTable(page: NbsPage): string {
  const cell = page.era === 'word' ? wordCell : editorCell;
  const row = (cells: string[]) => `<tr style="height:14.15pt">${cells.map(cell).join('\n')}</tr>`;
  const head = `<tr style="height:28.35pt" class="firstRow">${HEADER.map((text) => `<td style="width:68.15pt">${text.split('\n').map(paragraph).join('\n')}</td>`).join('\n')}</tr>`;
  const body = page.rows.map(([name, ...rest]) => row([name, ...rest])).join('\n');
  return `<table style="margin-right:auto; -aw-border-insidev:0.5pt single #000000" class="trs_word_table"><thead>
${head}</thead>
<tbody>
${body}
<tr style="height:14.15pt"><td colspan="5" style="width:478.91pt">${paragraph(page.note)}</td></tr>
</tbody></table>`;
}

function annex(page: NbsPage): string {
  const goods = page.rows.filter(([, unit]) => unit !== '');
  const rows = goods.map(([name], i) => {
    const [good = '', kind = ''] = name.replace('）', '').split('（');
    return `<tr><td>${i + 1}</td><td>${good}</td><td>${kind}</td><td>说明</td></tr>`;
  });
  return `<table class="trs_word_table"><tbody><tr><td>序号</td><td>监测产品</td><td>规格型号</td><td>说明</td></tr>
${rows.join('\n')}</tbody></table>`;
}

function editorCell(text: string): string {
  const inner = text === '' ? '<span style="font-weight:bold; -aw-import:ignore"> </span>' : mixed(text);
  return `<td style="width:68.15pt; border-right:0.75pt solid #000000; -aw-border-right:0.5pt single">
<p style="margin-top:0pt; margin-right:5.25pt; text-align:right; line-height:12pt; widows:2; orphans:2">${inner}</p></td>`;
}

function wordCell(text: string): string {
  const inner =
    text === ''
      ? '<b><span lang="EN-US" style="font-family: &quot;Times New Roman&quot;,&quot;serif&quot;">&nbsp;</span></b>'
      : text
          .split(/(\d[\d.]*)/)
          .filter(Boolean)
          .map((part) => `<span style="font-family: 宋体; color: black">${part}</span>`)
          .join('');
  return `            <td width="66" style="height: 14.15pt; padding-bottom: 0cm">            <p align="right" class="MsoNormal" style="margin: 0cm 2.85pt 0pt">${inner}</p>            </td>`;
}

function paragraph(text: string): string {
  return `<p style="margin:0pt 2.85pt; text-align:center; line-height:12pt">${mixed(text)}</p>`;
}

/** Chinese in a span of its own font, figures bare: as the editor leaves them. */
function mixed(text: string): string {
  return text
    .split(/([\w.,%#/-]+)/)
    .filter(Boolean)
    .map((part) => (/^[\w.,%#/-]+$/.test(part) ? part : `<span style="font-family:宋体">${part}</span>`))
    .join('');
}
