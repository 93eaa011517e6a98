import { homeAt } from '../../data/home.ts';
import { fillDemo } from './demo-rows.ts';
import { publishRows } from './warehouse-fixture.ts';

const [folder] = process.argv.slice(2);
if (!folder) {
  process.stderr.write('usage: node queries/testing/make-home.ts FOLDER\n');
  process.exit(2);
}
const snapshot = await publishRows(homeAt(folder), fillDemo);
process.stdout.write(`${snapshot.file}\n`);
