import { expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { read } from '@e965/xlsx';
import { stopZipClock } from './zip-clock.ts';

test('takes the clock out of a workbook and leaves it readable', async () => {
  const zip = await writeXlsxFile([['煤', 1]]).toBuffer();
  stopZipClock(zip);
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 1))
    expect(zip.readUInt32LE(at + 12)).toBe(0x0021_0000);
  expect(read(zip).SheetNames).toHaveLength(1);
});

test('refuses what is no archive', () => {
  expect(() => stopZipClock(Buffer.from('no archive, but long enough to hold an end record'))).toThrow(
    RangeError,
  );
});
