import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { asItStands, isUnderWay } from './live-run.ts';
import { holdsWriteLock, isAlive } from './process.ts';

const RUN = {
  id: '20120618T020000000',
  sources: 'deliveries',
  started_at: '2012-06-18T02:00:00.000Z',
  ended_at: null,
  error: null,
};

test('a run whose process is gone was interrupted, though the journal has it as running', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  expect(isAlive(pid)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(pid)).toBe(false);
  expect(asItStands({ ...RUN, pid, status: 'running' }).status).toBe('interrupted');
});

test('a process of another kind that got the id of a killed run holds no lock', () => {
  const locks = [
    '1: POSIX  ADVISORY  READ 8142 fe:00:4243601 0 EOF',
    '2: POSIX  ADVISORY  WRITE 5671 fe:00:4244599 0 EOF',
    '3: FLOCK  ADVISORY  WRITE 99 fe:00:4244600 0 EOF',
  ].join('\n');
  expect([5671, 8142, 99, 567].map((pid) => holdsWriteLock(pid, locks))).toEqual([true, false, false, false]);
});

test('a run that has ended is not under way, whoever has its process id', () => {
  for (const status of ['ok', 'failed', 'interrupted'] as const)
    expect(isUnderWay({ status, pid: process.pid })).toBe(false);
});
