import path from 'node:path';
import { stringify } from 'yaml';
import type { Choice, DateOrder, SizeDoubt, UnitReading } from './findings.ts';
import type { ObjectGuess } from './mapping.ts';

/** What a source file for one export is drafted from. */
export interface Draft {
  /** name of the export */
  file: string;
  guess: ObjectGuess;
  /** sheet to name, if there are several */
  sheet: string | undefined;
  units: UnitReading[];
  doubts: SizeDoubt[];
  orders: DateOrder[];
  choices: Choice[];
  /** key columns that many rows leave blank */
  continued: string[];
  /** required columns that nothing in the file is */
  missing: string[];
}

const CONFIRM = '请确认 please confirm';

/** Id of the source that a draft makes: the object and what the file is called in Latin letters. */
export function draftId({ file, guess }: Pick<Draft, 'file' | 'guess'>): string {
  const slug = path
    .parse(file)
    .name.toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const { id } = guess.object;
  return slug === '' || slug === id ? `${id}_export` : slug.startsWith(`${id}_`) ? slug : `${id}_${slug}`;
}

/**
 * The text of a source file for an export: live lines are what the file itself shows, proposals are marked for
 * confirmation, what only a person can know stands in comments.
 * @param settled values for the lists of which the file has no column
 */
export function draftSource(draft: Draft, settled: ReadonlyMap<string, string>): string {
  const { guess } = draft;
  const id = draftId(draft);
  const title = {
    zh: `${guess.object.title.zh}(${draft.file})`,
    en: `${guess.object.title.en} (${draft.file})`,
  };
  return [
    `# 由 coalface inspect 据 ${draft.file} 草拟;核对标有“请确认”的行 drafted from it; check the lines marked so`,
    `id: ${id}`,
    `title: ${flow(title)}`,
    `object: ${guess.object.id}`,
    `# 导出文件放入 COALFACE_HOME/inbox/${id} drop the exports there`,
    `origin: { kind: files, folder: ${id} }`,
    ...(draft.sheet === undefined ? [] : [`reader: ${flow({ kind: 'table', sheet: draft.sheet })}`]),
    ...choiceLines(draft.choices, settled),
    ...(draft.continued.length
      ? [
          '# 主键为空的行像是续行:skip 略过,fill 用上一行填充 rows without a key look like lines under a head: skip or fill',
          `# continuation: ${flow({ columns: draft.continued, mode: 'skip' })}`,
        ]
      : []),
    ...block('columns:', columnLines(draft)),
    '# 未列出的列原样存入 extra; drift: { columns: freeze } 则遇到它们就拒收 unnamed columns are kept in extra',
    '',
  ].join('\n');
}

function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
}

function choiceLines(choices: readonly Choice[], settled: ReadonlyMap<string, string>): string[] {
  const lines = choices.map((choice) => {
    const value = settled.get(choice.field) ?? choice.hinted;
    return value === undefined
      ? `  # ${choice.field}: ${choice.values[0]?.value ?? ''} # 文件无此列,请选一个 choose one: ${optionsText(choice)}`
      : `  ${choice.field}: ${flow(value)} # ${CONFIRM}`;
  });
  return block('constants:', lines);
}

/** A key over its lines; where all of them are comments, so is the key. */
function block(key: string, lines: string[]): string[] {
  if (lines.length === 0) return [];
  return [lines.every((line) => line.trimStart().startsWith('#')) ? `# ${key}` : key, ...lines];
}

/** The values of a list, each with a word that files use for it. */
export function optionsText({ values }: Choice): string {
  return values
    .map(({ value, words }) => [value, words.find((word) => word !== value)].filter(Boolean).join(' '))
    .join(' | ');
}

/** A column stands once in a source: where it has a line already, the one in the comment takes its place. */
function instead(said: object): string {
  return Object.keys(said).length ? '换用此行 in place of the line above; ' : '';
}

/** One line a column that needs one; a column's own header only where the object does not list it. */
function columnLines(draft: Draft): string[] {
  const columns = draft.guess.object.columns;
  return Object.keys(columns).flatMap((field) => {
    const one = draft.guess.mapped.find((mapped) => mapped.field === field);
    const said: Record<string, unknown> = {};
    const remarks: string[] = [];
    const asked: string[] = [];
    if (one && (one.evidence === 'similar' || one.evidence === 'values')) {
      said['from'] = [draft.guess.header.titles[one.index]?.trim() ?? ''];
      remarks.push(
        one.evidence === 'similar'
          ? `${CONFIRM}: 像 like “${one.like}”`
          : `${CONFIRM}: 据取值推断 from its values`,
      );
    }
    if (draft.missing.includes(field)) {
      asked.push(
        `  # ${field}: { from: [ … ] } # 必填,文件中未找到,请填表头 required, not found: which header is it?`,
      );
    }
    const order = draft.orders.find((found) => found.field === field);
    if (order?.order === 'mdy' || order?.order === 'dmy') {
      const over = order.order === 'mdy' ? order.secondOver12 : order.firstOver12;
      const means = order.order === 'mdy' ? '月在前 month first' : '日在前 day first';
      said['order'] = order.order;
      remarks.push(
        order.borrowed ? `${means}: 据同文件其他列 as in another column` : `${means}: ${over}/${order.texts}`,
      );
    } else if (order) {
      asked.push(
        `  # ${field}: ${flow({ ...said, order: 'mdy' })} # ${instead(said)}月日顺序不明,mdy 月在前 或 dmy 日在前 which comes first, month or day?`,
      );
    }
    const unit = draft.units.find((reading) => reading.field === field);
    const doubt = draft.doubts.find((found) => found.field === field);
    if (unit?.where === 'none' && (unit.needed || doubt)) {
      const readings = doubt?.readings ?? [];
      const likely = readings.find((reading) => reading.usual)?.unit ?? unit.wanted;
      const options = readings.map((reading) => reading.unit).join(' / ') || unit.wanted;
      asked.push(
        `  # ${field}: ${flow({ ...said, printed: likely })} # ${instead(said)}表头未印单位,请填 ${options} which unit are the figures in?`,
      );
    }
    const live = Object.keys(said).length
      ? [`  ${field}: ${flow(said)}${remarks.length ? ` # ${remarks.join('; ')}` : ''}`]
      : [];
    return [...live, ...asked];
  });
}
