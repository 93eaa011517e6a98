import type { OriginalExplanation } from '../../../queries/lineage/explanation.ts';
import { UNITS } from '../../../queries/engine/units.ts';
import { formatValue, isPercent, unitName } from '../format/numbers.ts';
import { pick, type Lang } from '../i18n/languages.ts';
import { columnsFor, type TableColumn } from '../table.ts';

/** A figure in words: what it is, and how much. */
export interface FigureWords {
  /** `秦皇岛港库存,2012-06-18` */
  what: string;
  /** with its unit: `945.61 万吨` */
  value: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Codes of the row – units, metrics – are no words. */
const CODE = /^[a-z0-9_]+$/;

/** Say a figure in words, from the names of its parameters, the texts and dates of its row and the title of its column. */
export function figureWords(
  made: Pick<OriginalExplanation, 'cell' | 'params' | 'names'>,
  columns: readonly TableColumn[],
  lang: Lang,
): FigureWords {
  const { cell, params, names } = made;
  const called = (text: string) => {
    const name = names[text];
    return name ? pick(name, lang) : text;
  };
  const cells = columnsFor(columns, lang)
    .filter(({ name }) => name !== cell.column)
    .map(({ name }) => ({ name, text: cell.in_row[name] }))
    .filter((one): one is { name: string; text: string } => typeof one.text === 'string');
  const words = cells
    .filter(({ text }) => !DAY.test(text) && !CODE.test(text))
    .map(({ text }) => called(text));
  const days = cells.filter(({ text }) => DAY.test(text));
  const [start, end] = ['period_start', 'period_end'].map(
    (name) => days.find((one) => one.name === name)?.text,
  );
  const when = start && end && start !== end ? `${start}—${end}` : (end ?? days[0]?.text);
  const of = Object.values(params).flatMap((value) =>
    typeof value === 'string' && names[value] ? [called(value)] : [],
  );
  const subject = [...new Set([...of, ...words])].join(' ');
  const title = pick(cell.title, lang);
  const gap = lang === 'en' || words.length ? ' ' : '';
  const unit = unitOf(made);
  const number = formatValue(cell.value === true ? '✓' : cell.value === false ? '✗' : cell.value, unit);
  return {
    what: `${subject}${subject ? gap : ''}${title}${when ? (lang === 'en' ? `, ${when}` : `,${when}`) : ''}`,
    value: unit && !isPercent(unit) ? `${number} ${unitName(unit, lang)}`.trim() : number,
  };
}

/** The unit of a figure: that of its column, or the one that its row names. */
function unitOf({ cell }: Pick<OriginalExplanation, 'cell'>): string | undefined {
  if (typeof cell.value !== 'number') return undefined;
  const said = cell.in_row[cell.column.endsWith('_change') ? 'change_unit' : 'unit'];
  return cell.title.unit ?? (typeof said === 'string' && Object.hasOwn(UNITS, said) ? said : undefined);
}
