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

const updateSchema = z.object({
  name: z.string(),
  installed: z.string().optional(),
  available: z.string(),
  /** True when it comes from a security archive or advisory of the distribution; absent when its package manager does not tell. */
  security: z.boolean().optional(),
});

const pendingUpdatesSchema = z.object({
  updates: z.array(updateSchema).optional(),
  rebootRequired: z.boolean().optional(),
  /** ISO 8601, UTC: when the machine last fetched the lists that the updates are taken from. */
  listsFetchedAt: z.string().optional(),
});

const passwordPolicySchema = z.object({
  /** Of login.defs: `PASS_MAX_DAYS` to `99999`. */
  loginDefs: z.record(z.string(), z.string()),
  /** Of pwquality.conf and faillock.conf; a keyword without a value has an empty one. */
  pwquality: z.record(z.string(), z.string()),
  faillock: z.record(z.string(), z.string()),
  /** Lines of type `auth` and `password` of the PAM files that others include, in file order. */
  pam: z.array(
    z.object({
      file: z.string(),
      type: z.string(),
      control: z.string(),
      module: z.string(),
      arguments: z.array(z.string()),
    }),
  ),
});

const volumeSchema = z.object({
  mountPoint: z.string(),
  device: z.string(),
  fileSystem: z.string(),
  /** As the machine itself sees it: what a cloud or a disk encrypts below it is not seen. Absent when it cannot be told. */
  encrypted: z.boolean().optional(),
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
  pendingUpdates: pendingUpdatesSchema.optional(),
  passwordPolicy: passwordPolicySchema.optional(),
  /** Mounted block devices. */
  diskEncryption: z.array(volumeSchema).optional(),
  /** Container engines whose program or socket is there; it runs when there is a socket. */
  containerEngines: z
    .array(
      z.object({
        name: z.string(),
        program: z.string().optional(),
        socket: z.string().optional(),
        /** Of Docker: what its daemon.json says of the settings that are judged; empty without such a file. */
        settings: z.record(z.string(), z.array(z.string())).optional(),
      }),
    )
    .optional(),
  /** What confines programs. `apparmor` is absent when its profiles could not be counted. */
  mandatoryAccess: z
    .object({
      selinux: z.enum(['enforcing', 'permissive', 'absent']),
      apparmor: z.object({ enforced: z.number().int(), loaded: z.number().int() }).optional(),
    })
    .optional(),
  /** Absent when the collector watches no files. */
  fileIntegrity: z
    .object({ baselineAt: z.string(), files: z.number().int(), lastChangeAt: z.string().optional() })
    .optional(),
  /** Where the collector writes what it has to say: a file, or `journal:<unit>`. */
  logPath: z.string().optional(),
  unreadable: z.record(z.string(), z.string()),
});

export type MachineFacts = z.infer<typeof machineFactsSchema>;

/** Type of the extension resource that holds the facts in its `properties`; its id is `{machine id}/providers/Skywarden/machineFacts/linux`. */
export const machineFactsType = 'Skywarden/machineFacts';
