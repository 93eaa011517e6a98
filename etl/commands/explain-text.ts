import pc from 'picocolors';
import {
  SHOWN,
  type OriginalExplanation,
  type OriginalFile,
  type RowSet,
  type Trace,
} from '../../queries/lineage/explanation.ts';
import { textTable } from '../terminal.ts';

const CERTAINTY: Record<Trace['certainty'], string> = {
  rows: '逐项核实: every key and day named moves the figure, and no figure of another row does',
  stretches: '按段核实: no figure of another row moves it; some of the days or keys named may not either',
  table: '未能缩小范围: no restriction could be derived; these are all rows of the table',
};

/** An explanation as text for a terminal. */
export function explanationText(made: OriginalExplanation): string {
  const { query, snapshot, cell } = made;
  const params = Object.entries(made.params).map(([name, value]) => `${name}=${value}`);
  const followed =
    made.followed.join() === cell.column
      ? ''
      : `不是数字,追溯同行的数字 / no number; followed: ${made.followed.join(', ')}\n`;
  return [
    `${pc.bold(`${cell.title.zh} / ${cell.title.en} = ${text(cell.value)}`)}\n`,
    `${Object.entries(cell.in_row)
      .map(([name, value]) => `${name}=${text(value)}`)
      .join('  ')}\n`,
    followed,
    heading('问题 query'),
    `${query.title.zh} / ${query.title.en}\n${query.file}  ${params.join(' ')}\n`,
    `读取 reads: ${made.reads.join(', ')}\n`,
    heading('快照 snapshot'),
    `${snapshot.id}  数据截止 ${snapshot.as_of ?? '—'}  发布于 ${snapshot.published_at}  sha256 ${snapshot.sha256 ?? '—'}\n`,
    made.not_followed.length
      ? `未逐行追溯 not followed to their rows: ${made.not_followed.join(', ')}\n`
      : '',
    made.traces.length === 0 && made.not_followed.length === 0
      ? '没有事实行的数字影响它 / no figure of a fact row moves it: it comes from reference tables, dates or the absence of data\n'
      : '',
    ...made.traces.map(traceText),
    ...made.originals.map(originalText),
    part('来源文件 files', made.files, (file) => [
      ['receipt', file.id],
      ['source', file.source],
      ['name', file.name],
      ['facts', String(file.facts)],
      ['url', file.url ?? '—'],
      ['published', file.published_at ?? '—'],
      ['received', file.received_at],
      ['sha256', file.sha256],
      ['landing', file.fault ?? (file.landed ? '✓ kept' : '✗ not in the archive')],
    ]),
    part('运行 runs', made.runs, (run) => [
      ['run', run.run],
      ['file', run.file],
      ['loaded', run.loaded_at],
      ['read', String(run.rows_read)],
      ['inserted', String(run.inserted)],
      ['updated', String(run.updated)],
      ['quarantined', String(run.quarantined)],
    ]),
    part('修订 revisions', made.revisions, (one) => [
      ['series', one.series],
      ['period', one.period_end],
      ['revision', String(one.revision)],
      ['value', String(one.value)],
      ['published', one.published_at ?? '—'],
      ['counts', one.counts ? '✓ 采用' : one.withdrawn ? '撤回 withdrawn' : '—'],
      ['file', `${one._file}:${one._row}`],
    ]),
    part('名称认定 decisions', made.decisions, (one) => [
      ['id', String(one.id)],
      ['kind', one.kind],
      ['code or name', [one.code, one.name].filter(Boolean).join(' ')],
      ['account', one.account_id],
      ['decided', `${one.decided_at} ${one.decided_by}`],
      ['note', one.note ?? ''],
      ['undone', one.undone_at ? `${one.undone_at} ${one.undone_by}` : '—'],
    ]),
  ].join('');
}

function traceText(trace: Trace): string {
  const within = [
    ...Object.entries(trace.keys).map(([key, values]) => `${key} ${shortened(values)}`),
    shortened(trace.days.map(([first, last]) => (first === last ? first : `${first}…${last}`))),
  ];
  return (
    heading(`${trace.table} ← ${trace.object}`) +
    `${trace.measures.join(', ')}: ${within.filter(Boolean).join('; ')}\n${CERTAINTY[trace.certainty]}\n` +
    rowsText('汇总行 rows', trace.rows) +
    rowsText('事实行 facts', trace.facts)
  );
}

function rowsText(title: string, { count, sums, first }: RowSet): string {
  const total = Object.entries(sums ?? {}).map(([name, sum]) => `Σ ${name} = ${sum}`);
  const columns = Object.keys(first[0] ?? {});
  const table = first.length
    ? textTable(
        columns,
        first.map((row) => columns.map((name) => text(row[name] ?? null))),
      )
    : '';
  return `${title}: ${[count, ...total].join('  ')}${count > first.length ? ` (前 ${first.length} 行 / the first ${first.length})` : ''}\n${table}`;
}

function originalText({ file, name, titles, rows, fault }: OriginalFile): string {
  const table = rows.length
    ? textTable(
        ['行 row', ...titles],
        rows.map(({ row, cells }) => [String(row), ...cells.map(text)]),
      )
    : `${fault ?? '—'}\n`;
  return `${heading(`原始行 original rows: ${name} ${file}`)}${table}`;
}

function part<T>(
  title: string,
  { count, first }: { count: number; first: T[] },
  cells: (one: T) => [string, string][],
): string {
  const [head] = first;
  if (!head) return '';
  const names = cells(head).map(([name]) => name);
  const more = count > first.length ? ` (前 ${SHOWN} 个,共 ${count} / the first ${SHOWN} of ${count})` : '';
  return `${heading(title)}${more ? `${more.trim()}\n` : ''}${textTable(
    names,
    first.map((one) => cells(one).map(([, value]) => value)),
  )}`;
}

const heading = (title: string) => `\n${pc.cyan(title)}\n`;
const shortened = (values: readonly string[]) =>
  values.length > 8 ? `${values.slice(0, 8).join(', ')} … (${values.length})` : values.join(', ');
const text = (value: unknown) => (value === null ? '—' : String(value));
