import { expect, test } from 'vitest';
import { memoryOf, RUN_MEMORY, runMemory } from './memory.ts';

const GIB = 1024 ** 3;

test('a run has 60 % of the machine, 10 GiB at most, and its parts stay below the whole', () => {
  expect(runMemory({}, 8 * GIB)).toEqual({ heap: 983, duckdb: 3676 });
  expect(runMemory({}, 64 * GIB)).toEqual({ heap: 2048, duckdb: 7936 });
  expect(runMemory({}, 1 * GIB)).toEqual({ heap: 512, duckdb: 256 });
  expect(runMemory({ [RUN_MEMORY]: '2048' }, 64 * GIB)).toEqual({ heap: 512, duckdb: 1280 });
});

test('a setting that is none is refused', () => {
  for (const wrong of ['1023', '2g', '-1', '2048.5'])
    expect(() => runMemory({ [RUN_MEMORY]: wrong }, GIB)).toThrow(
      expect.objectContaining({ code: 'bad_memory_limit' }),
    );
});

test('a run is told of both caps', () => {
  expect(memoryOf({ heap: 512, duckdb: 256 })).toEqual({
    execArgv: ['--max-old-space-size=512'],
    env: { COALFACE_DUCKDB_MEMORY_MIB: '256' },
  });
});
