import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Home } from '../data/home.ts';
import type { FaultKind, FaultPoint } from './fault-point.ts';
import { SOURCES } from './installation.ts';

/** The program. */
export const CLI = fileURLToPath(new URL('../etl/cli.ts', import.meta.url));

/** How a run in a process of its own ended. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
}

/** A run in a process of its own. */
export interface Writer {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** Where and how a run is to fail. */
export interface Fault {
  at: FaultPoint;
  kind: FaultKind;
  /** the time of reaching the point at which it fails, from 1 */
  nth?: number;
}

/** Start `coalface etl run` on an installation in a process of its own. */
export function startWriter(home: Home, fault?: Fault): Writer {
  return watched(process.execPath, ['--conditions=faults', CLI, 'etl', 'run', ...SOURCES], {
    ...process.env,
    COALFACE_HOME: home.root,
    COALFACE_FAULT: fault ? `${fault.at}:${fault.kind}:${fault.nth ?? 1}` : '',
  });
}

/** Start a program and collect what it says. */
export function watched(program: string, args: string[], env: NodeJS.ProcessEnv = process.env): Writer {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    // a grandchild that outlives a killed writer keeps its streams open: `exit`, not `close`
    child.once('exit', (code, signal) => setImmediate(() => resolve({ code, signal, output })));
  });
  return { child, ended };
}
