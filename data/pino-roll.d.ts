declare module 'pino-roll' {
  import type { SonicBoom } from 'sonic-boom';

  /** A stream to files that change with the day and with their size. */
  export default function roll(options: {
    file: string;
    extension: string;
    frequency: 'daily';
    dateFormat: string;
    size: string;
    mkdir: boolean;
    sync: boolean;
    limit: { count: number; removeOtherLogFiles: boolean };
  }): Promise<SonicBoom>;
}
