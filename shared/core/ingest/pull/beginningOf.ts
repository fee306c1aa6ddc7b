import type { LogReader } from '../../../model/logReader';

/** How far back logs are read that nobody has read yet. Older ones mostly are gone. */
export const oldestLogMs = 31 * 24 * 3_600_000;

/** Where a table or container begins (ISO): where the reader does, which may be long ago when a table is added to it. */
export const beginningOf = ({ since }: LogReader, now: Date): string =>
  new Date(Math.max(Date.parse(since), now.getTime() - oldestLogMs)).toISOString();
