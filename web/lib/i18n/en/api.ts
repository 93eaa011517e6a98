import type { api as chinese } from '../zh-CN/api.ts';
import type { Like } from '../shape.ts';

/** The English texts of the area `api`. */
export const api: Like<typeof chinese> = {
  title: 'Data interface',
  lead: 'Snapshots, the query library and free SQL for Excel, Python, R and scripts. Every figure is of one snapshot; the header coalface-snapshot of the answer says which.',
  document: 'OpenAPI 3.1 document',
  access: 'Tokens',
  accessLead:
    'Pages of this system that are open at the machine of the server need no token; every other request carries Authorization: Bearer and a token. A token is shown once, when it is made; only its digest is kept.',
  forms: 'Forms',
  formsLead:
    'The request header Accept chooses the form of rows: application/json, text/csv (UTF-8 with a byte-order mark) or application/vnd.apache.arrow.stream. Faults are application/problem+json with code, message, hint and place.',
  examples: 'Examples',
  operations: 'Operations',
  scope: { label: 'Scope of the token', read: 'read', sql: 'sql', open: 'no token needed' },
  inputs: 'Inputs',
  name: 'Name',
  place: 'Place',
  type: 'Type',
  meaning: 'Meaning',
  required: 'required',
  where: { path: 'path', query: 'address', body: 'body' },
  rowsNote: 'The answer may be JSON, CSV or Arrow',
  inputHelp: {
    snapshot: 'Id of a snapshot; default the one in service',
    id: 'Id of the query',
    params: 'Parameters of the query or statement; absent ones take their defaults, unknown ones are refused',
    limit: 'Most rows',
    offset: 'Rows to skip',
    sql: 'One SELECT statement',
  },
};
