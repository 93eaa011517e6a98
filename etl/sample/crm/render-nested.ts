import { draftOf, type Draft, type Exporting } from './draft.ts';
import { duplicateOf } from './faults.ts';
import type { Row } from './objects.ts';
import { FileNotes, faultsFor, headersOf, type Planted, type Rendered } from './render.ts';
import type { Cell } from './table.ts';

/** A file of parents and children: one sheet, and a key for each of its two sources. */
export interface RenderedNested {
  sheet: Rendered['sheet'];
  parent: Rendered['key'];
  child: Rendered['key'];
}

/** Month and hour of children that belong to faulty parents: no true child stands there. */
const FAR: Row = { month: '2013-01-01', entered_at: '2013-01-01 08:00:00' };

/**
 * A one-to-many export: a parent's cells stand in the record of its first child and are blank in those of the others, so
 * that to the parent's source the others are no data.
 * @param on column of both that tells to which parent a child belongs
 */
export function renderNested(
  parentAt: Exporting,
  childAt: Exporting,
  on: string,
  parents: readonly Row[],
  children: readonly Row[],
  planted: Planted,
): RenderedNested {
  const { dialect, object } = parentAt;
  const cellsAt = { ...childAt, columns: childAt.columns.filter(({ name }) => name !== on) };
  const headers = [...headersOf(parentAt), ...headersOf(cellsAt)];
  const records: Cell[][] = [...dialect.head(object, headers, false)];
  const head = records.length;
  const [parentNotes, childNotes] = [new FileNotes(parentAt), new FileNotes(childAt)];
  const blank = headersOf(parentAt).map(() => null);
  const joined = (parent: Draft, child: Draft) =>
    // what is beyond the parent's columns belongs behind the child's: it is too much for the header
    records.push([
      ...parent.cells.slice(0, blank.length),
      ...child.cells,
      ...parent.cells.slice(blank.length),
    ]);
  const byParent = Map.groupBy(children, (row) => row[on]);
  const faults = faultsFor(parentAt, parents, planted);
  const step = Math.max(1, Math.floor(parents.length / (faults.length + 1)));
  const addFault = (fault: (typeof faults)[number], template: Row) => {
    const key = fault.draft.row[on] as string;
    const child = draftOf(cellsAt, { ...template, ...FAR, [on]: key }, 0);
    const at = joined(fault.draft, child);
    parentNotes.fault(at, fault);
    if (fault.code === 'malformed') childNotes.fault(at, fault);
    else childNotes.row(at, child);
  };
  parents.forEach((row, i) => {
    const own = byParent.get(row[on]) ?? [];
    const parent = draftOf(parentAt, row, i);
    own.forEach((one, n) => {
      const child = draftOf(cellsAt, one, n);
      if (n === 0) parentNotes.row(joined(parent, child), parent);
      else records.push([...blank, ...child.cells]);
      childNotes.row(records.length, child);
    });
    if (i === parents.length - 1 && own[0]) continueWithFaults(own);
    const fault = i % step === step - 1 ? faults.shift() : undefined;
    if (fault && own[0]) addFault(fault, own[0]);
  });
  const [first] = parents;
  const duplicate = planted === 'all' && first ? duplicateOf(parentAt, first) : null;
  const template = children[0];
  if (duplicate && template) addFault(duplicate, template);
  return {
    sheet: { object, records, head, width: headers.length },
    parent: parentNotes.key(records.length),
    child: childNotes.key(records.length),
  };

  function continueWithFaults(own: readonly Row[]): void {
    if (planted !== 'all') return;
    const wanted = new Set(['invalid_date', 'invalid_number', 'year_missing', 'out_of_range', 'required']);
    for (const fault of faultsFor(cellsAt, own, 'all')) {
      if (!wanted.has(fault.code)) continue;
      const at = records.push([...blank, ...fault.draft.cells]);
      childNotes.fault(at, fault);
    }
  }
}
