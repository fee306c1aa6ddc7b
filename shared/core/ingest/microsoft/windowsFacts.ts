import { z } from 'zod';
import type { Json } from '../../../model/json';

const text = z.string().max(1024);
const json: z.ZodType<Json> = z.json();

/** A Windows event, flat or as evtx JSON. */
const windowsEventSchema = z.record(z.string(), json);

const processSchema = z.strictObject({
  processId: z.number().int().nonnegative(),
  name: text,
  path: text.optional(),
  commandLine: z.string().max(32_768).optional(),
  user: text.optional(),
});

/** A user-mode dump that Windows Error Reporting wrote. */
const crashDumpSchema = z.strictObject({ application: text, dumpFile: text, time: text, reportId: text.optional() });

/**
 * What is collected of a Windows machine: these eight items and nothing else (the data that Microsoft's documentation names for
 * its agent). A part that could not be read is absent: absent means unknown, an empty list that there is none.
 */
export const windowsFactsSchema = z.strictObject({
  /** Events of the operating system's logs. */
  osLogs: z.array(windowsEventSchema).max(1000).optional(),
  operatingSystem: z.strictObject({ type: text, version: text }).optional(),
  runningProcesses: z.array(processSchema).max(5000).optional(),
  machineName: z.string().min(1).max(255),
  ipAddresses: z.array(text).max(256).optional(),
  loggedInUser: text.optional(),
  tenantId: text.optional(),
  crashDumps: z.array(crashDumpSchema).max(100).optional(),
});

export type WindowsFacts = z.infer<typeof windowsFactsSchema>;
