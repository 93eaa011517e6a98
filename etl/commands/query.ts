import { Command, InvalidArgumentError, Option } from 'commander';
import { CoalfaceError } from '../../data/errors.ts';
import { homeAt } from '../../data/home.ts';
import { toArrowIPC } from '../../queries/engine/arrow.ts';
import { toCsv } from '../../queries/engine/csv.ts';
import { openQueryPool } from '../../queries/engine/pool.ts';
import { loadQueries } from '../../queries/engine/query-file.ts';
import { rowsOf, type QueryResult } from '../../queries/engine/result.ts';
import type { Cell } from '../../queries/engine/convert.ts';
import { UNITS, type Unit } from '../../queries/engine/units.ts';
import type { CommandContext } from '../cli.ts';
import { textTable } from '../terminal.ts';

const FORMATS = ['table', 'csv', 'json', 'arrow'] as const;
type Format = (typeof FORMATS)[number];

/** `coalface query [id]`: run a query file on the published snapshot; without an id, list them. */
export function queryCommand({ output }: CommandContext): Command {
  return new Command('query')
    .description('run a query file on the published snapshot; without an id, list all')
    .argument('[id]', 'query id')
    .option('--param <name=value>', 'a parameter; may be given several times', collectParameter, {})
    .addOption(new Option('--format <format>', 'how to print').choices(FORMATS).default('table'))
    .action(async (id: string | undefined, options: { param: Record<string, string>; format: Format }) => {
      if (id === undefined) {
        const queries = [...(await loadQueries()).values()];
        output.write(
          textTable(
            ['id', 'area', '问题', 'question'],
            queries.map((q) => [q.id, q.area, q.answers.zh, q.answers.en]),
          ),
        );
        return;
      }
      const pool = await openQueryPool(homeAt());
      try {
        await print(await pool.run(id, options.param), options.format, output);
      } finally {
        await pool.close();
      }
    });
}

/** Adds one `name=value` to the parameters given before it. @throws InvalidArgumentError */
export function collectParameter(pair: string, before: Record<string, string>): Record<string, string> {
  const at = pair.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('write it as name=value, for example --param from=2012-01-01');
  return { ...before, [pair.slice(0, at)]: pair.slice(at + 1) };
}

async function print(result: QueryResult, format: Format, output: CommandContext['output']): Promise<void> {
  if (format === 'csv') output.write(toCsv(result, { bom: false, lang: 'zh' }));
  else if (format === 'json') {
    const { query, snapshot, asOf, params, columns } = result;
    output.write(
      `${JSON.stringify({ query, snapshot, asOf, params, columns, rows: rowsOf(result) }, null, 2)}\n`,
    );
  } else if (format === 'arrow') {
    if (output.isTTY) {
      throw new CoalfaceError('binary_output', 'Arrow is binary and this is a terminal', {
        hint: 'redirect it: … --format arrow > result.arrow',
      });
    }
    process.stdout.write(toArrowIPC(result));
  } else output.write(table(result));
}

function table(result: QueryResult): string {
  const titles = result.columns.map(({ zh, unit }) =>
    unit && !isFraction(unit) && UNITS[unit].zh ? `${zh}(${UNITS[unit].zh})` : zh,
  );
  const numeric = new Set(titles.filter((_, i) => result.columns[i]?.type === 'number'));
  const cells = rowsOf(result).map((row) =>
    result.columns.map((column) => cellText(row[column.name] ?? null, column.unit)),
  );
  const params = Object.entries(result.params)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
  return `${textTable(titles, cells, numeric)}\n${result.rowCount} 行  快照 ${result.snapshot}  数据截止 ${result.asOf ?? '—'}  ${params}\n`;
}

function isFraction(unit: Unit): boolean {
  return unit === 'share' || unit === 'pct_change';
}

/** At most four decimals for the eye; `--format json` and `csv` give every digit. */
function cellText(cell: Cell, unit: Unit | undefined): string {
  if (cell === null) return '—';
  if (typeof cell !== 'number') return String(cell);
  return unit && isFraction(unit) ? `${(cell * 100).toFixed(2)}%` : String(Number(cell.toFixed(4)));
}
