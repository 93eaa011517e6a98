import { Command, InvalidArgumentError } from 'commander';
import { CoalfaceError } from '../../data/errors.ts';
import { homeAt } from '../../data/home.ts';
import { loadQueries } from '../../queries/engine/query-file.ts';
import type { CellAddress } from '../../queries/lineage/cell.ts';
import { explainCell } from '../../queries/lineage/explain.ts';
import type { Explanation, OriginalExplanation } from '../../queries/lineage/explanation.ts';
import type { CommandContext } from '../cli.ts';
import { originalRows } from '../original-rows.ts';
import { explanationText } from './explain-text.ts';
import { collectParameter } from './query.ts';

interface Options {
  param: Record<string, string>;
  cell: CellAddress;
  snapshot?: string;
  json?: boolean;
}

/** `coalface explain`: where one figure of a query comes from, down to the rows of the files. */
export function explainCommand({ output }: CommandContext): Command {
  return new Command('explain')
    .description(
      '数字来源: where a figure of a query comes from: rows, files, receipts, runs, revisions, decisions',
    )
    .argument('<query>', 'query id')
    .requiredOption('--cell <row,column>', 'number of the row, from 1, and name of the column', cellAddress)
    .option('--param <name=value>', 'a parameter; may be given several times', collectParameter, {})
    .option('--snapshot <id>', 'a snapshot that is kept; default the one in service')
    .option('--json', 'print JSON, for scripts')
    .action(async (id: string, { param, cell, snapshot, json }: Options) => {
      const query = (await loadQueries()).get(id);
      if (!query) {
        throw new CoalfaceError('unknown_query', `there is no query ${id.slice(0, 60)}`, {
          hint: '`coalface query` lists them all',
        });
      }
      const home = homeAt();
      const explained = await explainCell(home, { query, params: param, cell, snapshot });
      const made: OriginalExplanation = {
        ...explained,
        originals: await originalRows(home, shownRows(explained)),
      };
      output.write(json ? `${JSON.stringify(made, null, 2)}\n` : explanationText(made));
    });
}

/** The records of the facts that are shown, by file. */
function shownRows({ traces }: Explanation): Map<string, Set<number>> {
  const wanted = new Map<string, Set<number>>();
  for (const { _file: file, _row: row } of traces.flatMap(({ facts }) => facts.first)) {
    if (typeof file !== 'string' || typeof row !== 'number') continue;
    wanted.set(file, (wanted.get(file) ?? new Set()).add(row));
  }
  return wanted;
}

function cellAddress(given: string): CellAddress {
  const [, row, column] = /^([1-9]\d{0,8}),([a-z][a-z0-9_]*)$/.exec(given) ?? [];
  if (!row || !column)
    throw new InvalidArgumentError('write it as ROW,COLUMN, for example --cell 3,stock_wt');
  return { row: Number(row), column };
}
