import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isHeld, ProcessLock } from './process-lock.ts';

let folder: string;
let child: ChildProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'coalface-lock-'));
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

test('one holder at a time, until it lets go', () => {
  const file = path.join(folder, 'a.lock');
  const [one, other] = [new ProcessLock(file), new ProcessLock(file)];
  expect([one.hold(), one.hold(), other.hold(), isHeld(file)]).toEqual([true, true, false, true]);
  one.release();
  expect([isHeld(file), other.hold(), one.hold()]).toEqual([false, true, false]);
  other.release();
});

test('the lock of another process dies with it, also when it is killed', async () => {
  const file = path.join(folder, 'a.lock');
  const script = `
    import { ProcessLock } from ${JSON.stringify(new URL('process-lock.ts', import.meta.url).href)};
    // kept, or the garbage collector may close it
    globalThis.lock = new ProcessLock(${JSON.stringify(file)});
    process.stdout.write(String(globalThis.lock.hold()));
    setInterval(() => {}, 1000);`;
  child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
  const [said] = (await once(child.stdout!, 'data')) as [Buffer];
  expect([said.toString(), isHeld(file)]).toEqual(['true', true]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isHeld(file)).toBe(false);
});

test('nobody holds a lock that was never taken; one that cannot be made is a named error', () => {
  expect(isHeld(path.join(folder, 'a.lock'))).toBe(false);
  expect(() => new ProcessLock(path.join(folder, 'missing', 'a.lock')).hold()).toThrow(
    expect.objectContaining({ code: 'lock_unusable' }),
  );
});
