import { Argument, Command, Option } from 'commander';
import { DIALECTS } from '../sample/crm/dialects.ts';
import { OBJECTS, type ObjectId } from '../sample/crm/objects.ts';
import type { Dialect } from '../sample/crm/table.ts';
import { terminal } from '../terminal.ts';
import { dialectReport, totalReport } from './report.ts';
import { isGreen, scoreDialect, type ObjectScore } from './score-dialect.ts';

// npm run score: does the product load what the CRM systems of the sample company export, and keep aside what it must?

await new Command('score')
  .description('load the exports of every dialect and compare tables and quarantine with the answer key')
  .addArgument(new Argument('[object...]', 'objects to score; default all').choices([...OBJECTS]))
  .addOption(new Option('--dialect <name>', 'only this dialect').choices([...DIALECTS.keys()]))
  .option('--json', 'print the scores as JSON')
  .action(async (objects: ObjectId[], { dialect, json }: { dialect?: string; json?: boolean }) => {
    const output = terminal();
    const chosen = [...DIALECTS.values()].filter((one) => dialect === undefined || one.name === dialect);
    const scored: [string, ObjectScore[]][] = [];
    for (const one of chosen) {
      const scores = await scoreDialect(one, objects.length ? objects : undefined);
      if (scores.length === 0) continue;
      scored.push([one.name, scores]);
      if (!json) output.write(dialectReport(titleOf(one), scores));
    }
    const all = scored.flatMap(([, scores]) => scores);
    output.write(json ? `${JSON.stringify(all, null, 1)}\n` : totalReport(scored));
    if (!all.every(isGreen)) process.exitCode = 1;
  })
  .parseAsync();

function titleOf({ name, title }: Dialect): string {
  return `${name} ${title.zh}`;
}
