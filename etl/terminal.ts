import { MultiBar, type SingleBar } from 'cli-progress';
import stringWidth from 'string-width';
import { rowsPerSecond } from '../data/journal-records.ts';
import type { Progress } from './run-outcome.ts';

/** Where a command writes; injected so that tests can read it. */
export interface Output {
  write(text: string): void;
  isTTY: boolean;
  columns: number;
}

/** The terminal that the process writes to. */
export function terminal(): Output {
  return {
    write: (text) => void process.stdout.write(text),
    isTTY: process.stdout.isTTY ?? false,
    columns: process.stdout.columns || 120,
  };
}

/**
 * Text in aligned columns; a Chinese character takes two cells of a terminal.
 * @param right names of the columns to align right (numbers)
 */
export function textTable(
  columns: string[],
  cells: string[][],
  right: ReadonlySet<string> = new Set(),
): string {
  const widths = columns.map((name, c) =>
    Math.max(stringWidth(name), ...cells.map((row) => stringWidth(row[c] ?? ''))),
  );
  const line = (row: string[]) =>
    row
      .map((cell, c) => {
        const pad = ' '.repeat((widths[c] ?? 0) - stringWidth(cell));
        return right.has(columns[c] ?? '') ? pad + cell : cell + pad;
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(columns), rule, ...cells.map(line)].join('\n') + '\n';
}

/** Shows how the steps of a run come on. */
export interface ProgressView {
  update(progress: Progress): void;
  stop(): void;
}

/** A bar per step on a terminal; elsewhere a line when a step of a source begins to count and when it ends. */
export function progressView(output: Output): ProgressView {
  return output.isTTY ? barView() : lineView(output);
}

function label(progress: Pick<Progress, 'step' | 'source'>): string {
  return `${progress.step.padEnd(8)} ${progress.source ?? ''}`;
}

/** Records and, once they have taken a while, records per second: `120000 rows  48000 rows/s`. */
export function rowsText({ rows, workedMs = 0 }: Pick<Progress, 'rows' | 'workedMs'>): string {
  if (!rows) return '';
  const speed = rowsPerSecond(rows, workedMs);
  return speed === null ? `${rows} rows` : `${rows} rows  ${speed} rows/s`;
}

function lineView(output: Output): ProgressView {
  const seen = new Set<string>();
  return {
    update(progress) {
      const { done, total, rows } = progress;
      if (done < total) return;
      const text = `${label(progress).padEnd(28)} ${done}/${total}${rows === undefined ? '' : `  ${rows} rows`}`;
      if (seen.has(text)) return;
      seen.add(text);
      output.write(`${text.trimEnd()}\n`);
    },
    stop() {},
  };
}

function barView(): ProgressView {
  const bars = new MultiBar({
    format: '{label} {bar} {count} {rows}',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: false,
    stream: process.stdout,
  });
  const known = new Map<string, SingleBar>();
  return {
    update(progress) {
      const name = label(progress);
      const { done, total } = progress;
      const shown = {
        label: name.padEnd(28),
        count: `${Math.floor(done)}/${total}`,
        rows: rowsText(progress),
      };
      const bar = known.get(name) ?? bars.create(total, 0, shown);
      known.set(name, bar);
      bar.setTotal(total);
      bar.update(done, shown);
    },
    stop: () => bars.stop(),
  };
}
