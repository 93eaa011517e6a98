import { MultiBar, type SingleBar } from 'cli-progress';
import stringWidth from 'string-width';
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
    format: '{label} {bar} {value}/{total} {rows}',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: false,
    stream: process.stdout,
  });
  const known = new Map<string, SingleBar>();
  return {
    update(progress) {
      const name = label(progress);
      const rows = progress.rows ? `${progress.rows} rows` : '';
      const bar = known.get(name) ?? bars.create(progress.total, 0, { label: name.padEnd(28), rows });
      known.set(name, bar);
      bar.setTotal(progress.total);
      bar.update(progress.done, { label: name.padEnd(28), rows });
    },
    stop: () => bars.stop(),
  };
}
