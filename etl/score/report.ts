import pc from 'picocolors';
import { textTable } from '../terminal.ts';
import { isGreen, type ObjectScore } from './score-dialect.ts';

const COLUMNS = [
  'object',
  'rows in key',
  'matched',
  'wrong',
  'missing',
  'extra',
  'planted',
  'caught',
  'missed',
  'false alarms',
  'conserved',
];
/** Differences that are listed of an object. */
const LISTED = 5;

function count(value: number): string {
  return value === 0 ? pc.dim('0') : pc.red(String(value));
}

function line(
  name: string,
  score: Omit<ObjectScore, 'dialect' | 'object' | 'differences'>,
  green: boolean,
): string[] {
  return [
    green ? pc.green(`✓ ${name}`) : pc.red(`✗ ${name}`),
    String(score.rows),
    String(score.matched),
    count(score.wrong),
    count(score.missing),
    count(score.extra),
    String(score.planted),
    String(score.caught),
    count(score.missed),
    count(score.falseAlarms),
    score.conserved ? pc.green('✓') : pc.red('✗'),
  ];
}

/** Scores added up. */
function sumOf(scores: readonly ObjectScore[]): Omit<ObjectScore, 'dialect' | 'object' | 'differences'> {
  const add = (of: (score: ObjectScore) => number) => scores.reduce((sum, score) => sum + of(score), 0);
  return {
    rows: add((one) => one.rows),
    matched: add((one) => one.matched),
    wrong: add((one) => one.wrong),
    missing: add((one) => one.missing),
    extra: add((one) => one.extra),
    planted: add((one) => one.planted),
    caught: add((one) => one.caught),
    missed: add((one) => one.missed),
    falseAlarms: add((one) => one.falseAlarms),
    conserved: scores.every((one) => one.conserved),
  };
}

/** The scores of one dialect as a table, with the first differences of every object below it. */
export function dialectReport(title: string, scores: readonly ObjectScore[]): string {
  const right = new Set(COLUMNS.slice(1));
  const total = line('total', sumOf(scores), scores.every(isGreen));
  const table = textTable(
    COLUMNS,
    [...scores.map((one) => line(one.object, one, isGreen(one))), total],
    right,
  );
  const details = scores.flatMap(({ object, differences }) => {
    const shown = differences.slice(0, LISTED).map(({ kind, file, row, expected, got }) => {
      const place = row === null ? file : `${file}:${row}`;
      return `  ${pc.yellow(kind)} ${object} ${pc.dim(place)}\n    expected ${expected}\n    got      ${got}\n`;
    });
    const more = differences.length - shown.length;
    return more > 0 ? [...shown, pc.dim(`  … and ${more} more of ${object}\n`)] : shown;
  });
  return `\n${pc.bold(title)}\n${table}${details.join('')}`;
}

/** One line per dialect, and the total. */
export function totalReport(dialects: readonly (readonly [string, readonly ObjectScore[]])[]): string {
  const right = new Set(COLUMNS.slice(1));
  const all = dialects.flatMap(([, scores]) => scores);
  const lines = dialects.map(([name, scores]) => line(name, sumOf(scores), scores.every(isGreen)));
  const columns = ['dialect', ...COLUMNS.slice(1)];
  return `\n${textTable(columns, [...lines, line('total', sumOf(all), all.every(isGreen))], right)}`;
}
