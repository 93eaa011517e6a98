import { identifier } from '../../data/duck.ts';

/**
 * Texts that a cell may be one of, as a temporary ENUM type: a cast tells whether it is. A join with them would make
 * DuckDB hand out the records of a file in no order, and their numbers are told by their order.
 */
export interface KnownValues {
  type: string;
  /** SQL of the texts, one column `value` */
  texts: string;
}

/** The ids of the accounts. */
export const ACCOUNT_IDS: KnownValues = {
  type: 'known_account',
  texts: 'SELECT account_id AS value FROM crm.account',
};

/** The names of the accounts, the short ones too. */
export const ACCOUNT_NAMES: KnownValues = {
  type: 'known_account_name',
  texts: 'SELECT unnest([name, short_name]) AS value FROM crm.account',
};

/** The values of a reference table. */
export function referenceValues(reference: string): KnownValues {
  const name = identifier(reference);
  return { type: identifier(`known_${reference}`), texts: `SELECT ${name} AS value FROM ref.${name}` };
}

/** SQL statement that defines the type, as the tables stand now. */
export function defineKnown({ type, texts }: KnownValues): string {
  return `CREATE OR REPLACE TEMP TYPE ${type} AS ENUM (SELECT DISTINCT value FROM (${texts}) WHERE value IS NOT NULL)`;
}

/** SQL that is true for a text that is one of them, false for any other and for none. */
export function isKnown({ type }: KnownValues, text: string): string {
  return `TRY_CAST(${text} AS ${type}) IS NOT NULL`;
}
