import { z } from 'zod';

const processSchema = z.object({
  pid: z.number().int(),
  ppid: z.number().int(),
  uid: z.number().int(),
  name: z.string(),
  commandLine: z.string(),
  exe: z.string().optional(),
  startedAt: z.string().optional(),
});

const listenerSchema = z.object({
  protocol: z.enum(['tcp', 'udp']),
  address: z.string(),
  port: z.number().int(),
  pid: z.number().int().optional(),
  process: z.string().optional(),
});

/**
 * Facts of one Linux machine as the collector reads them. A part that could not be read is absent and named in
 * `unreadable` with its reason: absent means unknown, an empty list means there is none.
 */
export const machineFactsSchema = z.object({
  schema: z.literal('skywarden.machineFacts/1'),
  collectedAt: z.string(),
  hostName: z.string(),
  agentVersion: z.string(),
  os: z.object({ family: z.literal('Linux'), id: z.string(), name: z.string(), version: z.string() }).optional(),
  kernel: z.object({ release: z.string(), architecture: z.string() }).optional(),
  packages: z.array(z.object({ name: z.string(), version: z.string(), manager: z.string() })).optional(),
  listeners: z.array(listenerSchema).optional(),
  users: z
    .array(
      z.object({ name: z.string(), uid: z.number().int(), gid: z.number().int(), home: z.string(), shell: z.string() }),
    )
    .optional(),
  groups: z.array(z.object({ name: z.string(), gid: z.number().int(), members: z.array(z.string()) })).optional(),
  /** Effective sshd settings: lower-case keyword to values in file order, includes followed; absent when there is no sshd. */
  sshd: z.object({ installed: z.boolean(), settings: z.record(z.string(), z.array(z.string())) }).optional(),
  /** Dotted key to value: `net.ipv4.ip_forward` to `0`. */
  sysctl: z.record(z.string(), z.string()).optional(),
  processes: z.array(processSchema).optional(),
  unreadable: z.record(z.string(), z.string()),
});

export type MachineFacts = z.infer<typeof machineFactsSchema>;

/** Type of the extension resource that holds the facts in its `properties`; its id is `{machine id}/providers/Skywarden/machineFacts/linux`. */
export const machineFactsType = 'Skywarden/machineFacts';
