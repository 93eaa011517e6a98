import { isKeyOn } from './accounts.ts';
import type { Day } from './calendar.ts';
import type { AnswerKey } from './answer-key.ts';
import type { Lot } from './lots.ts';
import { tonnesText } from './ticket.ts';

interface Sum {
  tickets: number;
  kg: number;
}

function add(sums: Map<string, Sum>, key: string, tickets: number, kg: number): void {
  const sum = sums.get(key);
  if (!sum) sums.set(key, { tickets, kg });
  else {
    sum.tickets += tickets;
    sum.kg += kg;
  }
}

function sorted(sums: Map<string, Sum>): [string, Sum][] {
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Totals of the good delivery rows, in whole kilograms: exact to 9·10^15. */
export class DeliveryTally {
  readonly #months = new Map<string, Sum>();
  readonly #keyMonths = new Map<string, Sum>();
  readonly #provinces = new Map<string, Sum>();
  readonly #accounts = new Map<string, Sum>();
  readonly #forms = new Map<string, Set<string>>();

  /** Counts the tickets of one lot. */
  add(lot: Lot, day: Day, month: string, tickets: number, netKg: number): void {
    const { account, province } = lot.stream;
    add(this.#months, month, tickets, netKg);
    if (isKeyOn(account, day)) add(this.#keyMonths, month, tickets, netKg);
    add(this.#provinces, `${month} ${province}`, tickets, netKg);
    add(this.#accounts, account.id, tickets, netKg);
    if (lot.consignee === account.name) return;
    const forms = this.#forms.get(account.id) ?? new Set();
    this.#forms.set(account.id, forms.add(lot.consignee));
  }

  /** The totals as the answer key gives them. */
  totals(): Pick<
    AnswerKey['deliveries'],
    'good' | 'net_t' | 'by_month' | 'by_province_month' | 'by_account'
  > {
    const months = sorted(this.#months);
    return {
      good: months.reduce((sum, [, { tickets }]) => sum + tickets, 0),
      net_t: tonnesText(months.reduce((sum, [, { kg }]) => sum + kg, 0)),
      by_month: months.map(([month, { tickets, kg }]) => ({
        month,
        tickets,
        net_t: tonnesText(kg),
        key_t: tonnesText(this.#keyMonths.get(month)?.kg ?? 0),
      })),
      by_province_month: sorted(this.#provinces).map(([key, { kg }]) => {
        const [month, province] = key.split(' ') as [string, string];
        return { month, province, net_t: tonnesText(kg) };
      }),
      by_account: sorted(this.#accounts).map(([account_id, { tickets, kg }]) => ({
        account_id,
        tickets,
        net_t: tonnesText(kg),
      })),
    };
  }

  /** Forms other than the full name that were printed, by account. */
  aliases(): AnswerKey['accounts']['aliases'] {
    return [...this.#forms]
      .map(([account_id, forms]) => ({ account_id, forms: [...forms].sort() }))
      .sort((a, b) => (a.account_id < b.account_id ? -1 : 1));
  }
}
