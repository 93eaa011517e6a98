/** 1980-01-01 00:00:00 as MS-DOS time and date, the earliest a ZIP can say. */
const DOS_TIME = 0;
const DOS_DATE = 0x21;
const END = 0x06054b50;
const ENTRY = 0x02014b50;

/**
 * Sets every modification time in a ZIP archive to 1980-01-01: write-excel-file stamps the clock and takes no other
 * time. Names, contents and checksums stay as they are.
 * @param zip the archive; changed in place
 * @throws RangeError when it is not a ZIP archive
 */
export function stopZipClock(zip: Buffer): Buffer {
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== END) end--;
  if (end < 0) throw new RangeError('not a ZIP archive: no end record');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== ENTRY)
      throw new RangeError(`not a ZIP archive: no directory entry at byte ${at}`);
    const local = zip.readUInt32LE(at + 42);
    zip.writeUInt16LE(DOS_TIME, at + 12);
    zip.writeUInt16LE(DOS_DATE, at + 14);
    zip.writeUInt16LE(DOS_TIME, local + 10);
    zip.writeUInt16LE(DOS_DATE, local + 12);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return zip;
}
