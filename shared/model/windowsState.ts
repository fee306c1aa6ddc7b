import { z } from 'zod';

/** What is kept of the facts of one Windows machine: their state, without the events and dumps that come with them. */
export const windowsStateSchema = z.object({
  machineName: z.string(),
  operatingSystem: z.object({ type: z.string(), version: z.string() }).optional(),
  /** Each program once. */
  runningProcesses: z.array(z.object({ name: z.string() })).optional(),
  ipAddresses: z.array(z.string()).optional(),
});

export type WindowsState = z.infer<typeof windowsStateSchema>;

/** Type of the extension resource that holds it; its id is `{machine id}/providers/Skywarden/windowsState/latest`. */
export const windowsStateType = 'Skywarden/windowsState';
