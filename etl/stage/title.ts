import { isUnit } from './units.ts';

/** A header text as it is compared, and the unit that it prints. */
export interface Title {
  title: string;
  unit: string | undefined;
}

/** The unit that a line above a table states for the whole of it. */
export interface TitleUnit {
  /** `万元`; of `单位:万元、万吨` the first; see `units` */
  unit: string;
  /** all that the line names; which column each is for, only their meanings tell */
  units: string[];
  /** the line as read */
  text: string;
}

/** Remarks on a header that leave its meaning as it is. */
const REMARK = /\((必填项?|选填项?|可选|必选|必输|只读|含税价?|required|optional|read ?only)\)/gi;
/** Remarks that make another thing of it: they stay in the title, so that no synonym takes the column by mistake. */
const DISTINCTION =
  /不含|未税|税前|税后|原币|本位币|外币|美元|usd|converted|simulated|累计|去年|上年|同比|环比|计划/i;
/** Dynamics names the table, often twice, behind the columns of related records: `City (Account) (Account)`. */
const RELATED = /\s*\(([a-z ]+|[\u4e00-\u9fff]+)\)\s*\(([a-z ]+|[\u4e00-\u9fff]+)\)$/i;
/** Dynamics' hidden columns keep this mark: the id behind `(Do Not Modify) Account` is no account's name. */
const HIDDEN = /^\((不修改|请勿修改|不要修改)\)/;
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff]/g;
const STATED = /(?:单位|\bunits?)\s*[:：]\s*([^\s()（）;；]+)/i;

/**
 * A header text as it is compared: NFKC, no spaces, no `*`, no remark such as (必填), lower case, the unit taken off:
 * one in brackets, known or not (the contract refuses what it does not know), or a known one behind a comma, colon,
 * slash, hyphen, underscore or blank. `close_date` and `Close Date` are one title.
 */
export function normaliseTitle(text: string): Title {
  const plain = text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replaceAll('*', '')
    .replace(/【([^】]*)】|\[([^\]]*)\]/g, (_, a?: string, b?: string) => `(${a ?? b ?? ''})`)
    .replace(/\s+/g, ' ')
    .replace(REMARK, '')
    .trim()
    .replace(HIDDEN, '(do not modify)');
  const related = RELATED.exec(plain);
  const own =
    related && !isUnit(related[1] ?? '') && !isUnit(related[2] ?? '') ? plain.slice(0, related.index) : plain;
  return bracketed(own) ?? separated(own) ?? { title: key(own), unit: undefined };
}

/**
 * The unit that the lines above a header state for the table: `单位:万元`, `Unit: t`.
 * @param above records above the header, cells as read
 * @returns undefined if no line names a unit that is known; of several lines the lowest counts
 */
export function titleUnitOf(above: string[][]): TitleUnit | undefined {
  for (const cells of above.toReversed()) {
    const text = cells
      .map((cell) => cell.trim())
      .filter((cell) => cell !== '')
      .join(' ');
    const stated = STATED.exec(text.normalize('NFKC'))?.[1] ?? '';
    const units = isUnit(stated) ? [stated] : stated.split(/[、,/及和]/).filter(isUnit);
    if (units[0] !== undefined) return { unit: units[0], units, text };
  }
  return undefined;
}

function bracketed(text: string): Title | null {
  const match = /^(.*)\(([^()]+)\)$/.exec(text);
  if (!match) return null;
  const [, before = '', inside = ''] = match;
  const content = inside.replace(/^\s*单位\s*:?/, '').trim();
  const pieces = content.split(/[,、;\s]+/).filter((piece) => piece !== '');
  const unit = isUnit(content) ? content : pieces.find(isUnit);
  const rest = pieces.filter((piece) => piece !== unit).join('');
  if (DISTINCTION.test(rest)) return { title: key(`${before}(${rest})`), unit };
  return { title: key(before), unit: unit ?? content.replace(/\s/g, '') };
}

function separated(text: string): Title | null {
  for (const { index } of text.matchAll(/[,:;、/ _-]/g)) {
    const [before, rest] = [text.slice(0, index), text.slice(index + 1)];
    if (before.trim() !== '' && isUnit(rest)) return { title: key(before), unit: rest.trim() };
  }
  return null;
}

function key(text: string): string {
  const close = text.replace(/\s/g, '').toLowerCase();
  return /^[a-z0-9_.]+$/.test(close) ? close.replaceAll('_', '') : close;
}
