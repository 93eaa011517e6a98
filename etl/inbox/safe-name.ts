import path from 'node:path';

const MOST_BYTES = 180;
/** What Windows takes for a device, whatever its ending. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A name for a file in the inbox, of a name that somebody gave: one part without a folder, without what a file system,
 * a shell or Windows reads as something else, not hidden, of 180 bytes at most with its ending kept.
 */
export function safeName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[\s.~$]+/, '')
    .replace(/[\s.]+$/, '');
  const ending = path.extname(plain).slice(0, 12);
  const stem = cut(path.basename(plain, path.extname(plain)), MOST_BYTES - Buffer.byteLength(ending));
  const named = stem === '' ? 'upload' : DEVICE.test(stem.split('.')[0] ?? '') ? `_${stem}` : stem;
  return `${named}${ending}`;
}

/** `name (2).csv`: the same name once more. */
export function numberedName(name: string, number: number): string {
  const ending = path.extname(name);
  return `${path.basename(name, ending)} (${number})${ending}`;
}

function cut(text: string, bytes: number): string {
  let kept = '';
  for (const character of text) {
    if (Buffer.byteLength(kept) + Buffer.byteLength(character) > bytes) break;
    kept += character;
  }
  return kept;
}
