import path from 'node:path';
import type { Home } from '../data/home.ts';
import { serveSite } from './sample/site-server.ts';

/**
 * The loopback server of the sample company's bulletins: started when a source first asks for its address, stopped with
 * the run.
 */
export function openSampleSite(home: Home): { url(): Promise<string>; close(): Promise<void> } {
  let serving: ReturnType<typeof serveSite> | undefined;
  return {
    url: async () => {
      serving ??= serveSite(path.join(home.sample, 'site'));
      return (await serving).url;
    },
    close: async () => {
      // whoever asked for its address was told why it did not start
      await (await serving?.catch(() => undefined))?.close();
    },
  };
}
