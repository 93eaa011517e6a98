import type { z } from 'zod';

/** What this browser keeps under a name; null if it keeps nothing, or what it kept is not of the shape any more. */
export function stored<T>(name: string, shape: z.ZodType<T>): T | null {
  try {
    return shape.parse(JSON.parse(localStorage.getItem(`coalface.${name}`) ?? 'null'));
  } catch {
    // kept by another version, or the browser keeps nothing at all: as if it were the first visit
    return null;
  }
}

/** Keep something in this browser. @returns whether it could: storage may be full or switched off */
export function store(name: string, value: unknown): boolean {
  try {
    localStorage.setItem(`coalface.${name}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
