import path from 'node:path';

/** Every place of one installation's state; deleting `root` resets the installation, copying it moves it. */
export interface Home {
  root: string;
  /** every byte ever received, content-addressed */
  landing: string;
  /** dropped files that `files` sources watch */
  inbox: string;
  /** what the sample generator writes beside the inbox */
  sample: string;
  warehouse: string;
  snapshots: string;
  /** text file with the id of the published snapshot */
  current: string;
  quarantine: string;
  briefings: string;
  /** application state and the journal of runs (SQLite) */
  state: string;
  /** source files of this installation, beside the shipped ones */
  sources: string;
  /** files of checks of this installation, beside the shipped ones */
  checks: string;
  /** reference tables of this installation, edited by hand */
  reference: string;
  queries: string;
  /** held by the one process that runs the schedules */
  scheduleLock: string;
  /** files that were uploaded and wait for a decision, each in a folder of its own */
  uploads: string;
  logs: string;
}

/**
 * The paths of an installation.
 * @param root the state folder; default `COALFACE_HOME`, else `var` below the working directory
 */
export function homeAt(root: string = process.env['COALFACE_HOME'] || 'var'): Home {
  const at = (...parts: string[]) => path.resolve(root, ...parts);
  return {
    root: at(),
    landing: at('landing'),
    inbox: at('inbox'),
    sample: at('sample'),
    warehouse: at('warehouse.duckdb'),
    snapshots: at('snapshots'),
    current: at('CURRENT'),
    quarantine: at('quarantine'),
    briefings: at('briefings'),
    state: at('state.sqlite'),
    sources: at('sources'),
    checks: at('checks'),
    reference: at('reference'),
    queries: at('queries'),
    scheduleLock: at('schedule.lock'),
    uploads: at('uploads'),
    logs: at('logs'),
  };
}
