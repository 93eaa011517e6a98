import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ByteSink } from './byte-sink.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'coalface-sink-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('writes numbers as digits', () => {
  const file = path.join(folder, 'numbers');
  const sink = new ByteSink(file);
  sink.row();
  sink.integer(0);
  sink.byte(32);
  sink.integer(1000);
  sink.byte(32);
  sink.padded(42, 5);
  sink.byte(32);
  sink.tonnes(1_234_567);
  sink.byte(32);
  sink.tonnes(90);
  expect(sink.lastRow().toString()).toBe('0 1000 00042 1234.567 0.090');
  sink.close();
  expect(fs.readFileSync(file, 'utf8')).toBe('0 1000 00042 1234.567 0.090');
});

test('a file larger than the buffer comes out whole', () => {
  const file = path.join(folder, 'large');
  const sink = new ByteSink(file);
  const row = Buffer.from(`${'x'.repeat(98)}\r\n`);
  for (let i = 0; i < 30_000; i++) {
    sink.row();
    sink.put(row);
  }
  sink.close();
  expect(sink.bytes).toBe(3_000_000);
  expect(fs.statSync(file).size).toBe(3_000_000);
  expect(fs.readFileSync(file).subarray(2_999_900)).toEqual(row);
});
