import { homeAt } from '../data/home.ts';
import { openQueryPool } from '../queries/engine/pool.ts';

// A reader in a process of its own, to be killed: it follows `CURRENT` and asks without end. Usage: reading-process.ts HOME
const pool = await openQueryPool(homeAt(process.argv[2]));
for (;;) {
  await pool.refresh();
  await pool.run('row_conservation');
  process.stdout.write('.');
}
