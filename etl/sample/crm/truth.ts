import type { Account } from '../accounts.ts';
import { Rng } from '../random.ts';
import type { ObjectId, Row } from './objects.ts';
import { makeCollections } from './truth/collections.ts';
import { makeContracts, scheduleRows } from './truth/contracts.ts';
import {
  accountRows,
  activityRows,
  campaignRows,
  changeRows,
  contactRows,
} from './truth/customer-records.ts';
import { makeCustomers } from './truth/customers.ts';
import { makeFunnel } from './truth/funnel.ts';
import { makeRoles, makeTargets, makeUsers } from './truth/people.ts';
import { makePlants } from './truth/plants.ts';
import { caseRows, complaintRows, visitRows } from './truth/service.ts';
import { shipmentRows } from './truth/shipments.ts';
import { assayRows, purchaseRows } from './truth/supply.ts';

/** The rows of every object, as the warehouse should hold them; `account_id` is the customer that a row means. */
export type Crm = Record<ObjectId, readonly Row[]>;

/** The CRM of the sample company from 2010-01-01 to 2012-06-18: the same seed and accounts give the same rows. */
export function makeCrm(seed: number, accounts: readonly Account[]): Crm {
  const stream = (name: string) => new Rng(seed, `crm ${name}`);
  const customers = makeCustomers(accounts, stream('customers'));
  const contracts = makeContracts(customers, stream('contracts'));
  const complaint = complaintRows(customers, stream('complaints'));
  return {
    account: accountRows(accounts),
    account_change: changeRows(accounts, stream('changes')),
    crm_role: makeRoles(),
    crm_user: makeUsers(accounts, stream('users')),
    contact: contactRows(customers, stream('contacts')),
    activity: activityRows(customers, stream('activities')),
    campaign: campaignRows(stream('campaigns')),
    ...makeFunnel(customers, stream('funnel')),
    purchase: purchaseRows(stream('purchases')),
    contract: contracts.map((one) => one.row),
    contract_schedule: scheduleRows(contracts),
    ...makeCollections(contracts, stream('collections')),
    assay: assayRows(stream('assays')),
    ...makePlants(customers, stream('plants')),
    service_case: caseRows(customers, stream('cases')),
    complaint,
    return_visit: visitRows(complaint, stream('visits')),
    target: makeTargets(stream('targets')),
    delivery: shipmentRows(customers, stream('shipments')),
  };
}
