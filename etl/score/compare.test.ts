import { expect, test } from 'vitest';
import { compareRows, type LoadedRow, type WantedRow } from './compare.ts';

const wanted = (row: number, values: WantedRow['values'], account_id: string | null = null): WantedRow => ({
  row,
  file: 'a.csv',
  values,
  account_id,
  deleted: false,
});
const loaded = (row: number, values: LoadedRow['values']): LoadedRow => ({ row, file: 'a.csv', values });

test('decimals are compared as decimals, times to the second, absent columns as empty', () => {
  const { matched, differences } = compareRows(
    'complaint',
    [wanted(2, { complaint_no: 'T1', qty_t: '1200', opened_at: '2012-06-18 09:30:00' }, 'K1')],
    [
      loaded(2, {
        complaint_no: 'T1',
        qty_t: '1200.000',
        opened_at: '2012-06-18 09:30:00+08',
        claim_cny: null,
        account_id: 'K1',
      }),
    ],
  );
  expect({ matched, differences }).toEqual({ matched: 1, differences: [] });
});

test('what is wrong, missing and extra is told with its place', () => {
  const { matched, differences } = compareRows(
    'purchase',
    [
      wanted(2, { purchase_no: 'C1', qty_t: '10', grade: 'Q5500' }),
      wanted(3, { purchase_no: 'C2' }),
      wanted(4, { purchase_no: 'C3' }),
    ],
    [
      loaded(2, { purchase_no: 'C1', qty_t: '100.000', grade: 'Q5000' }),
      loaded(4, { purchase_no: 'C3' }),
      loaded(9, { purchase_no: 'C9' }),
    ],
  );
  expect(matched).toBe(1);
  expect(differences).toEqual([
    {
      kind: 'wrong',
      file: 'a.csv',
      row: 2,
      expected: 'grade=Q5500; qty_t=10',
      got: 'grade=Q5000; qty_t=100',
    },
    { kind: 'missing', file: 'a.csv', row: 3, expected: 'C2', got: '—' },
    { kind: 'extra', file: 'a.csv', row: 9, expected: '—', got: 'C9' },
  ]);
});

test('the wrong customer and a lost mark of deletion are differences', () => {
  const { differences } = compareRows(
    'contact',
    [wanted(2, { contact_id: 'L1' }, 'K1')],
    [loaded(2, { contact_id: 'L1', account_id: 'K2', deleted: 'true' })],
  );
  expect(differences).toMatchObject([
    { kind: 'wrong', expected: 'account_id=K1; deleted=false', got: 'account_id=K2; deleted=true' },
  ]);
});
