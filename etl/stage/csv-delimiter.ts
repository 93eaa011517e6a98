/** What may stand between the fields of a delimited text. */
export type Delimiter = ',' | ';' | '\t' | '|';

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|'];
const RECORDS = 30;

/**
 * The delimiter of a text: the one that Excel's first line `sep=;` names, else the one that stands the same number of
 * times in most of the first records, outside quotes. A title above the table or commas inside numbers and texts do
 * not stand so regularly.
 */
export function sniffDelimiter(head: string): Delimiter {
  const named = /^\ufeff?"?sep=([,;\t|])"?[\r\n]/i.exec(head)?.[1];
  const given = DELIMITERS.find((one) => one === named);
  if (given) return given;
  const records = outsideQuotes(head);
  let best: Delimiter = ',';
  let most = { agreeing: 0, times: 0 };
  for (const delimiter of DELIMITERS) {
    const found = regularity(records.map((record) => record.split(delimiter).length - 1));
    if (found.agreeing > most.agreeing || (found.agreeing === most.agreeing && found.times > most.times)) {
      best = delimiter;
      most = found;
    }
  }
  return best;
}

/** How many records have the count that most of those have that have any. */
function regularity(counts: readonly number[]): { agreeing: number; times: number } {
  const records = new Map<number, number>();
  for (const count of counts) if (count > 0) records.set(count, (records.get(count) ?? 0) + 1);
  let best = { agreeing: 0, times: 0 };
  for (const [times, agreeing] of records) {
    if (agreeing > best.agreeing || (agreeing === best.agreeing && times > best.times))
      best = { agreeing, times };
  }
  return best;
}

/** The first records without what is quoted in them. The last is left out if there are others: it may be cut. */
function outsideQuotes(head: string): string[] {
  const plain = head.replace(/(^|[,;\t|\r\n])"(?:[^"]|"")*"/g, '$1');
  const records = plain.split(/\r\n|\r|\n/).filter((record) => record.trim() !== '');
  return (records.length > 1 && !/[\r\n]$/.test(plain) ? records.slice(0, -1) : records).slice(0, RECORDS);
}
