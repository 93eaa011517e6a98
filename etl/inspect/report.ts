import stringWidth from 'string-width';
import { textTable } from '../terminal.ts';
import type { Inspection } from './inspect.ts';
import { labelOf, sureness, type Mapped } from './mapping.ts';
import { kindOf, type Profile, type ValueKind } from './profile.ts';
import type { Rehearsal } from './rehearse.ts';
import type { TableFormat } from '../stage/table-format.ts';
import { advice } from './advice.ts';

const EVIDENCE: Record<Mapped['evidence'], string> = {
  header: '表头 header',
  synonym: '同义 synonym',
  two_level: '两级表头 two levels',
  similar: '建议:相似 similar?',
  values: '建议:取值 values?',
};
const KINDS: Record<ValueKind, string> = {
  empty: '空 empty',
  phone: '手机号 phone',
  uscc: '信用代码 uscc',
  date: '日期 date',
  number: '数字 number',
  text: '文字 text',
};
const EXAMPLE_LENGTH = 20;

/** An inspection as text for a terminal, Chinese first. */
export function inspectionText(seen: Inspection): string {
  return [
    fileText(seen),
    objectText(seen),
    columnText(seen),
    strangerText(seen),
    adviceText(seen),
    seen.rehearsal ? rehearsalText(seen, seen.rehearsal) : blockedText(seen),
    nextText(seen),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function heading(zh: string, en: string): string {
  return `【${zh}】${en}\n`;
}

function fileText(seen: Inspection): string {
  const { format, guess, above } = seen;
  const { from, row } = guess.header;
  const lines = [
    ['文件 file', `${seen.file}  ${sizeText(seen.bytes)}`],
    ['格式 format', formatText(format)],
    [
      '表头 header',
      `第 ${from === row ? row : `${from}–${row}`} 行 row ${from === row ? row : `${from}–${row}`}`,
    ],
    ...above.filter((line) => line.trim() !== '').map((line) => ['表上 above', line]),
    ['记录 records', String(seen.records)],
  ];
  return (
    heading('文件', 'file') +
    lines.map(([label = '', text]) => `${label}${' '.repeat(14 - stringWidth(label))}${text}\n`).join('')
  );
}

function formatText(format: TableFormat): string {
  if (format.kind === 'html') {
    return `网页表格 HTML table ${format.table}/${format.tables}, ${format.encoding.toUpperCase()}`;
  }
  if (format.kind === 'prose') return `文章 prose, ${format.sentences} 句 sentences`;
  if (format.kind === 'json') return `JSON, ${format.encoding.toUpperCase()}`;
  if (format.kind === 'text') {
    const delimiter = format.delimiter === '\t' ? '制表符 tab' : format.delimiter;
    return [
      `文本 delimited text, ${format.encoding.toUpperCase()}, 分隔符 delimiter ${delimiter}`,
      ...(format.damaged ? ['有损坏的字节 damaged bytes'] : []),
    ].join(', ');
  }
  const others = format.sheets.filter((one) => one.name !== format.sheet);
  const tabs = others.map((one) => `${one.name}${one.hidden ? '(隐藏 hidden)' : ''}`);
  return [
    `工作簿 workbook .${format.kind}, 工作表 sheet ${format.sheet}`,
    ...(tabs.length ? [`另有 others: ${tabs.join('、')}`] : []),
    ...(format.hiddenColumns.length ? [`隐藏列 hidden columns: ${format.hiddenColumns.join(' ')}`] : []),
    ...(format.hiddenRows ? [`隐藏行 hidden rows: ${format.hiddenRows}`] : []),
    ...(format.merged ? [`合并单元格 merged: ${format.merged}`] : []),
  ].join(', ');
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

const SURE = { high: '高 high', medium: '中 medium', low: '低 low' };

function objectText(seen: Inspection): string {
  const of = ([found, all]: [number, number]) => `${found}/${all}`;
  const cells = seen.guesses.map((guess, i) => [
    `${guess.object.title.zh} ${guess.object.id}`,
    String(guess.score),
    i === 0 ? SURE[sureness(guess, seen.guesses[1])] : '',
    of(guess.key),
    of(guess.required),
    of(guess.titles),
    guess.named ? '✓' : '',
  ]);
  return (
    heading('对象', 'object') +
    textTable(
      ['对象 object', '得分 score', '把握 sure', '主键 key', '必填 required', '表头 headers', '名称 named'],
      cells,
      new Set(['得分 score']),
    )
  );
}

function columnText(seen: Inspection): string {
  const { guess, profiles } = seen;
  const cells = guess.header.titles.flatMap((title, index) => {
    const mapped = guess.mapped.filter((one) => one.index === index);
    return mapped.map((one) => {
      const unit = seen.units.find((reading) => reading.field === one.field);
      const profile = profiles[index];
      return [
        letter(index),
        plain(title),
        `${one.field} ${labelOf(guess, one.field)}`,
        one.likeness < 1 ? `${EVIDENCE[one.evidence]} ${one.like}` : EVIDENCE[one.evidence],
        unit ? unitText(unit.unit, unit.where) : '',
        profile ? `${KINDS[kindOf(profile)]} ${profile.filled}` : '',
        profile ? example(profile) : '',
      ];
    });
  });
  const missing = seen.missing.map(
    (field) => `✗ 缺必填列 required but missing: ${field} ${labelOf(guess, field)}\n`,
  );
  const twice = guess.header.ambiguous.map(
    (field) => `✗ 两列都像 two columns claim: ${field} ${labelOf(guess, field)}\n`,
  );
  return (
    heading('列', 'columns') +
    textTable(
      ['列', '表头 header', '字段 field', '依据 evidence', '单位 unit', '取值 values', '例 example'],
      cells,
    ) +
    missing.join('') +
    twice.join('')
  );
}

/** Column letters as a spreadsheet counts them: A, Z, AA. */
export function letter(index: number): string {
  return (index >= 26 ? letter(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));
}

function unitText(unit: string | undefined, where: 'header' | 'above' | 'none'): string {
  return { header: `${unit} 表头`, above: `${unit} 表上`, none: '未注明 none' }[where];
}

function plain(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

/** The most frequent value; of telephone and identity numbers not the middle. */
function example(profile: Profile): string {
  const word = plain(profile.words[0] ?? '');
  const shown = /^(\+?86)?1[3-9]\d{9}$|^\d{17}[\dXx]$/.test(word)
    ? `${word.slice(0, 3)}${'*'.repeat(word.length - 5)}${word.slice(-2)}`
    : word;
  return shown.length > EXAMPLE_LENGTH ? `${shown.slice(0, EXAMPLE_LENGTH)}…` : shown;
}

function strangerText(seen: Inspection): string {
  if (seen.strangers.length === 0) return '';
  const cells = seen.strangers.map(({ index, title, like }) => {
    const profile = seen.profiles[index];
    return [
      letter(index),
      title,
      like ? `或为 perhaps ${like.field} ${like.text} (${like.likeness.toFixed(2)})` : '',
      profile ? example(profile) : '',
    ];
  });
  return (
    heading('未识别', 'not recognised: kept in extra') +
    textTable(['列', '表头 header', '建议 suggestion', '例 example'], cells)
  );
}

function adviceText(seen: Inspection): string {
  const lines = advice(seen);
  return lines.length ? heading('注意', 'attention') + lines.map((line) => `! ${line}\n`).join('') : '';
}

function rehearsalText(seen: Inspection, found: Rehearsal): string {
  const counts =
    `${found.records} 条 records = ${found.accepted} 可入库 good + ${found.rejected} 隔离 quarantined + ` +
    `${found.reprints} 重复 reprints + ${found.furniture} 表头表尾 headers and footers\n`;
  const complaints = found.complaints.map(
    (one) =>
      `  ${one.rows} × ${one.code} ${one.zh} (${one.en})\n` +
      one.examples.map(({ row, cell }) => `      第 ${row} 行 row ${row}: ${cell ?? '空 empty'}\n`).join(''),
  );
  const fields = seen.guess.mapped.map((one) => one.field);
  const sample = found.sample.length
    ? textTable(
        ['字段 field', ...found.sample.map((row) => `第 ${row['_row']} 行`)],
        fields.map((field) => [field, ...found.sample.map((row) => plain(row[field] ?? '—'))]),
      )
    : '';
  return heading('试装', 'rehearsal, nothing loaded') + counts + complaints.join('') + sample;
}

function blockedText({ blocked, missing }: Inspection): string {
  const why = missing.length
    ? `缺必填列 required columns are missing: ${missing.join(', ')}\n`
    : `${blocked?.describe() ?? ''}\n`;
  return `${heading('试装', 'rehearsal')}不能入库 cannot be loaded\n${why}`;
}

function nextText(seen: Inspection): string {
  const quoted = /[^\w./-]/.test(seen.path) ? `'${seen.path}'` : seen.path;
  const object = seen.asked ? ` --object ${seen.guess.object.id}` : '';
  const open = [
    ...seen.missing.map((field) => `columns.${field}.from`),
    ...seen.choices
      .filter((choice) => choice.hinted === undefined)
      .map((choice) => `constants.${choice.field}`),
    ...seen.units
      .filter((unit) => unit.needed && unit.where === 'none')
      .map((unit) => `columns.${unit.field}.printed`),
  ];
  const lines = [
    `coalface inspect ${quoted}${object} --save   写出来源 write the source ${seen.id}.yaml, 核对 check it`,
    ...(open.length ? [`在其中填写 fill in: ${open.join(', ')}`] : []),
    `coalface etl try ${seen.id} ${quoted}   试读 try it`,
    `coalface etl run ${seen.id}   文件放入 with the file in COALFACE_HOME/inbox/${seen.id}`,
  ];
  return heading('下一步', 'next') + lines.map((line, i) => `${i + 1}. ${line}\n`).join('');
}
