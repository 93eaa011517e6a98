import { Command, InvalidArgumentError, Option } from 'commander';
import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { CoalfaceError } from '../../data/errors.ts';
import { homeAt } from '../../data/home.ts';
import { currentSnapshotId } from '../../data/snapshots.ts';
import type { Cell } from '../../queries/engine/convert.ts';
import { SQL_FORMATS, type SqlFormat } from '../../queries/sandbox/protocol.ts';
import { SandboxPool, SQL_LIMITS } from '../../queries/sandbox/sandbox-pool.ts';
import type { CommandContext } from '../cli.ts';
import { textTable } from '../terminal.ts';
import { collectParameter } from './query.ts';

/** Who waits at a terminal can stop it. */
const WITHIN_MS = 600_000;
/** Rows that a table on a terminal shows unless more are wanted. */
const TABLE_ROWS = 1000;

interface Options {
  file?: string;
  param: Record<string, string>;
  snapshot?: string;
  format: SqlFormat | 'table';
  limit?: number;
  explain?: boolean;
  json?: boolean;
}

/** `coalface sql`: one SELECT on a snapshot, behind the same walls as the workbench. */
export function sqlCommand({ output }: CommandContext): Command {
  return new Command('sql')
    .description('自由查询: run one SELECT on the published snapshot, sandboxed (docs/security.md)')
    .argument('[statement]', 'the SQL; absent: from --file or standard input')
    .option('--file <path>', 'read the SQL from a file')
    .option('--param <name=value>', 'the value of a $name; may be given several times', collectParameter, {})
    .option('--snapshot <id>', 'a snapshot that is kept; default the one in service')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['table', ...SQL_FORMATS]).default('table'),
    )
    .option(
      '--limit <rows>',
      `most rows; default ${TABLE_ROWS} for a table, else ${SQL_LIMITS.rowLimit}`,
      rowsOf,
    )
    .option('--explain', 'print the plan as JSON instead of running it')
    .option('--json', 'the same as --format json, for scripts')
    .action(async (given: string | undefined, options: Options) => {
      const sql = given ?? (await textGiven(options.file));
      const home = homeAt();
      const snapshot = options.snapshot ?? (await currentSnapshotId(home));
      if (snapshot === null) {
        throw new CoalfaceError('no_snapshot', 'nothing has been published yet', {
          hint: 'run `npm start` or `coalface etl run` first',
        });
      }
      const format = options.json ? 'json' : options.format;
      if (format === 'arrow' && output.isTTY) {
        throw new CoalfaceError('binary_output', 'Arrow is binary and this is a terminal', {
          hint: 'redirect it: … --format arrow > result.arrow',
        });
      }
      const pool = new SandboxPool(home);
      const pieces: Uint8Array[] = [];
      const asTable = format === 'table' && !options.explain;
      try {
        const end = await pool.run(
          {
            snapshot,
            sql,
            values: options.param,
            withinMs: WITHIN_MS,
            as: options.explain ? 'plan' : format === 'table' ? 'json' : format,
            rowLimit: options.limit ?? (asTable ? TABLE_ROWS : SQL_LIMITS.rowLimit),
          },
          {
            columns: () => {},
            plan: (plan) => output.write(`${plan}\n`),
            piece: (bytes) => (asTable ? void pieces.push(bytes) : written(bytes)),
          },
        );
        if (asTable) output.write(tableText(Buffer.concat(pieces).toString(), snapshot, end.elapsedMs));
        else if (end.truncated) process.stderr.write(`cut off after ${end.rows} rows: use --limit\n`);
      } finally {
        await pool.close();
      }
    });
}

async function textGiven(file: string | undefined): Promise<string> {
  if (file !== undefined) return readFile(file, 'utf8');
  if (!process.stdin.isTTY) return textOf(process.stdin);
  throw new CoalfaceError('no_statement', 'there is no statement to run', {
    hint: 'coalface sql "SELECT …", or --file query.sql, or through a pipe',
  });
}

/** Standard output takes what it can: who reads slowly slows the statement down, and memory stays bounded. */
function written(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

function rowsOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('write it as a whole number of rows');
  return Number(text);
}

function tableText(json: string, snapshot: string, elapsedMs: number): string {
  const { columns, rows, truncated } = JSON.parse(json) as {
    columns: { name: string; type: string }[];
    rows: Record<string, Cell>[];
    truncated: boolean;
  };
  const names = columns.map(({ name }) => name);
  const numeric = new Set(columns.filter(({ type }) => type === 'number').map(({ name }) => name));
  const cells = rows.map((row) => names.map((name) => (row[name] === null ? '—' : String(row[name]))));
  const cut = truncated ? ` (截至前 ${rows.length} 行 / first ${rows.length} only, see --limit)` : '';
  return `${textTable(names, cells, numeric)}\n${rows.length} 行${cut}  快照 ${snapshot}  ${elapsedMs.toFixed(0)} ms\n`;
}
