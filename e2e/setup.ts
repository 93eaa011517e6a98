import type { TestProject } from 'vitest/node';
import { npmStart, removeHome, temporaryHome } from './installation.ts';

declare module 'vitest' {
  interface ProvidedContext {
    home: string;
    url: string;
    startOutput: string;
  }
}

/** One installation of the sample company for all browser tests, started by `npm start` on an empty home. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await temporaryHome();
  const installation = await npmStart(home);
  project.provide('home', home);
  project.provide('url', installation.url);
  project.provide('startOutput', installation.output());
  return async () => {
    await installation.stop();
    await removeHome(home);
  };
}
