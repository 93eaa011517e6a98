import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { OriginalExplanation } from '../../../queries/lineage/explanation.ts';
import { Explanations } from './explanations.ts';

/** A worker whose jobs end when the test says so. */
function worker() {
  const begun: { name: string; signal: AbortSignal; done: () => void }[] = [];
  const make = (name: string) => (signal: AbortSignal) =>
    new Promise<OriginalExplanation>((done, fail) => {
      begun.push({ name, signal, done: () => done({ followed: [name] } as unknown as OriginalExplanation) });
      signal.addEventListener('abort', () => fail(new Error(`${name} ended`)));
    });
  const names = () => begun.map(({ name }) => name);
  return { begun, make, names };
}

const here = () => new AbortController().signal;

test('one is made at a time, a few wait, more are refused', async () => {
  const { begun, make, names } = worker();
  const explanations = new Explanations({ kept: 9, waiting: 1 });
  const a = explanations.get('a', here(), make('a'));
  const b = explanations.get('b', here(), make('b'));
  await expect(explanations.get('c', here(), make('c'))).rejects.toMatchObject({ code: 'explain_busy' });
  await turn();
  expect(names()).toEqual(['a']);
  begun[0]?.done();
  expect((await a).followed).toEqual(['a']);
  await turn();
  expect(names()).toEqual(['a', 'b']);
  begun[1]?.done();
  await b;
});

test('what several ask for is made once and kept; the one asked for longest ago goes', async () => {
  const { begun, make, names } = worker();
  const explanations = new Explanations({ kept: 1, waiting: 4 });
  const both = Promise.all([1, 2].map(() => explanations.get('a', here(), make('a'))));
  await turn();
  begun[0]?.done();
  await both;
  await explanations.get('a', here(), make('a'));
  expect(names()).toEqual(['a']);
  const b = explanations.get('b', here(), make('b'));
  await turn();
  begun[1]?.done();
  await b;
  const again = explanations.get('a', here(), make('a'));
  await turn();
  expect(names()).toEqual(['a', 'b', 'a']);
  begun[2]?.done();
  await again;
});

test('it ends when the last reader has left, and the next one follows', async () => {
  const { begun, make, names } = worker();
  const explanations = new Explanations({ kept: 9, waiting: 4 });
  const [first, second] = [new AbortController(), new AbortController()];
  const readers = [first, second].map(({ signal }) => explanations.get('a', signal, make('a')));
  const settled = Promise.allSettled(readers);
  const next = explanations.get('b', here(), make('b'));
  await turn();
  first.abort();
  await turn();
  expect(begun[0]?.signal.aborted).toBe(false);
  second.abort();
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(begun[0]?.signal.aborted).toBe(true);
  await turn();
  expect(names()).toEqual(['a', 'b']);
  begun[1]?.done();
  await next;
});

test('one that waits and is left is never begun; a failure is not kept', async () => {
  const { begun, make, names } = worker();
  const explanations = new Explanations({ kept: 9, waiting: 4 });
  const a = explanations.get('a', here(), make('a'));
  const leaving = new AbortController();
  const b = explanations.get('b', leaving.signal, make('b'));
  leaving.abort();
  await expect(b).rejects.toThrow();
  const failing = explanations.get('f', here(), () => Promise.reject(new Error('broken')));
  await turn();
  begun[0]?.done();
  await a;
  await expect(failing).rejects.toThrow('broken');
  const f = explanations.get('f', here(), make('f'));
  await turn();
  expect(names()).toEqual(['a', 'f']);
  begun[1]?.done();
  await f;
});
