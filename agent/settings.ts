import { parseArgs } from 'node:util';
import { z } from 'zod';
import { cloudNames } from '../shared/core/ingest/door/clouds';
import { taskKinds } from '../shared/model/machineTask';
import { Rejected } from '../shared/model/rejected';

export const usage = `Reads facts of this Linux machine and sends them to the telemetry hub.

  --resource-id ID          Azure resource id of the machine (or SKYWARDEN_RESOURCE_ID)

where to, one of
  --connection-file FILE    file with the connection string of the hub, mode 600; under systemd the credential "connection"
  --connection TEXT         the connection string (better: SKYWARDEN_TELEMETRY, other users do not see it)
  --namespace HOST          the Event Hubs namespace, with the managed identity of the machine
  --print                   to standard output, one JSON a line; nothing is sent
  --hub NAME                event hub, default telemetry
  --websockets              over port 443 instead of 5671
  --cloud NAME              Public (default) or USGov: where --namespace NAME without a domain lies
or, without an identity, over HTTPS with a workspace key
  --ingest-url URL          where the Skywarden API is reached (or SKYWARDEN_INGEST_URL)
  --workspace ID            the workspace (or SKYWARDEN_WORKSPACE_ID)
  --key-file FILE           file with the workspace key, mode 600; under systemd the credential "workspace-key";
                            else SKYWARDEN_WORKSPACE_KEY

who may ask for anything; off unless it is given
  --tasks LIST              kinds of tasks that the API may ask for, with commas between them (or SKYWARDEN_TASKS):
                            ${taskKinds.join(', ')}; needs --ingest-url and --state
  --task-interval SECONDS   how often it asks, default 60

how often, in seconds
  --once                    collect once and end
  --interval SECONDS        facts, default 300
  --audit-interval SECONDS  new lines of the audit log, default 5
  --heartbeat-interval SECONDS   default 30

what is kept
  --state FILE              how far the audit log was sent; beside it FILE.outbox keeps what the hub has not taken yet.
                            Without it both are forgotten with the process; under systemd its StateDirectory
  --outbox-limit MB         then the oldest is dropped and counted, default 64
  --watch LIST              files watched for changes, patterns with commas between them; "none" watches nothing
  --root DIR                read below another root, default /
  --help                    this text
`;

const resourceIdPattern = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]+$/i;

const seconds = z.coerce.number('must be a number of seconds').int().max(86_400);

const settingsSchema = z.object({
  resourceId: z
    .string('is missing: give the Azure resource id of the machine with --resource-id or SKYWARDEN_RESOURCE_ID')
    .max(1024)
    .regex(resourceIdPattern, 'is not /subscriptions/{id}/resourceGroups/{name}/providers/{namespace}/{type}/{name}'),
  connection: z.string().optional(),
  connectionFile: z.string().min(1).optional(),
  namespace: z.string().optional(),
  hub: z.string().min(1),
  cloud: z.enum(cloudNames, 'is Public or USGov'),
  ingestUrl: z.url({ protocol: /^https?$/, error: 'must be an https address' }).optional(),
  workspaceId: z
    .string()
    .regex(/^[\w.-]{1,128}$/, 'is no workspace id')
    .optional(),
  workspaceKey: z.string().min(1).optional(),
  keyFile: z.string().min(1).optional(),
  websockets: z.boolean(),
  print: z.boolean(),
  once: z.boolean(),
  interval: seconds.min(5),
  auditInterval: seconds.min(1),
  heartbeatInterval: seconds.min(1),
  outboxLimit: z.coerce.number('must be a number of megabytes').int().min(4).max(4096),
  tasks: z.array(z.enum(taskKinds, `may hold ${taskKinds.join(', ')}`)).max(taskKinds.length),
  taskInterval: seconds.min(5),
  watch: z.array(z.string().startsWith('/', 'must be paths from / on')).max(256).optional(),
  root: z.string().min(1),
  state: z.string().min(1).optional(),
  /** Folder of the credentials that systemd made for this service. */
  credentials: z.string().optional(),
  /** True when systemd takes standard error to the journal. */
  journal: z.boolean(),
  proxy: z.string().optional(),
  noProxy: z.string().optional(),
});

export type AgentSettings = z.infer<typeof settingsSchema>;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

/** Settings from the command line and the environment, or `help`. Throws `Rejected` that says what to give. */
export function readSettings(
  argv: string[],
  environment: NodeJS.ProcessEnv = process.env,
): AgentSettings | { help: true } {
  const given = parse(argv);
  if (given.help) return { help: true };
  const parsed = settingsSchema.safeParse({
    ...given,
    resourceId: given['resource-id'] ?? environment.SKYWARDEN_RESOURCE_ID,
    ...addressOf(given, environment),
    auditInterval: given['audit-interval'],
    heartbeatInterval: given['heartbeat-interval'],
    outboxLimit: given['outbox-limit'],
    tasks: (given.tasks ?? environment.SKYWARDEN_TASKS ?? '').split(',').filter((kind) => kind !== ''),
    taskInterval: given['task-interval'],
    watch: given.watch === 'none' ? [] : given.watch?.split(','),
    credentials: environment.CREDENTIALS_DIRECTORY,
    journal: environment.JOURNAL_STREAM !== undefined,
    cloud: given.cloud ?? environment.SKYWARDEN_CLOUD ?? 'Public',
    proxy: environment.HTTPS_PROXY ?? environment.https_proxy,
    noProxy: environment.NO_PROXY ?? environment.no_proxy,
    // systemd sets it from StateDirectory=; several folders stand with colons between them.
    state: given.state ?? inFolder(environment.STATE_DIRECTORY?.split(':')[0], 'state.json'),
  });
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new Rejected('InvalidSettings', faults.join('; '));
  }
  const { print, connection, connectionFile, namespace, ingestUrl, workspaceId, workspaceKey, keyFile } = parsed.data;
  if (!print && !connection && !connectionFile && !namespace && !ingestUrl) {
    throw new Rejected(
      'InvalidSettings',
      'give --connection-file, SKYWARDEN_TELEMETRY, --connection, --namespace or --ingest-url, or --print',
    );
  }
  if (ingestUrl && (!workspaceId || !(workspaceKey ?? keyFile))) {
    throw new Rejected(
      'InvalidSettings',
      'give --workspace, and --key-file or SKYWARDEN_WORKSPACE_KEY, beside --ingest-url',
    );
  }
  const { tasks, state, once } = parsed.data;
  if (tasks.length > 0 && (!ingestUrl || !state || print || once)) {
    throw new Rejected(
      'InvalidSettings',
      'give --ingest-url and --state beside --tasks, without --once and --print: tasks come signed with the workspace key, and what was taken is written down',
    );
  }
  return parsed.data;
}

const inFolder = (folder: string | undefined, name: string) => folder && `${folder}/${name}`;

/** What the command line names wins over the environment, and there a text over the credential. */
function addressOf(given: ReturnType<typeof parse>, environment: NodeJS.ProcessEnv) {
  const { connection, namespace } = given;
  const connectionFile = given['connection-file'];
  if (connection ?? namespace ?? connectionFile) return { connection, namespace, connectionFile };
  const ingestUrl = given['ingest-url'] ?? environment.SKYWARDEN_INGEST_URL;
  if (ingestUrl) return { ingestUrl, ...workspaceOf(given, environment) };
  if (environment.SKYWARDEN_TELEMETRY) return { connection: environment.SKYWARDEN_TELEMETRY };
  return { connectionFile: inFolder(environment.CREDENTIALS_DIRECTORY, 'connection') };
}

function workspaceOf(given: ReturnType<typeof parse>, environment: NodeJS.ProcessEnv) {
  const workspaceId = given.workspace ?? environment.SKYWARDEN_WORKSPACE_ID;
  if (given['key-file']) return { workspaceId, keyFile: given['key-file'] };
  const workspaceKey = environment.SKYWARDEN_WORKSPACE_KEY;
  if (workspaceKey) return { workspaceId, workspaceKey };
  return { workspaceId, keyFile: inFolder(environment.CREDENTIALS_DIRECTORY, 'workspace-key') };
}

function parse(argv: string[]) {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        'resource-id': text,
        connection: text,
        'connection-file': text,
        namespace: text,
        hub: { ...text, default: 'telemetry' },
        websockets: flag,
        cloud: text,
        'ingest-url': text,
        workspace: text,
        'key-file': text,
        print: flag,
        once: flag,
        interval: { ...text, default: '300' },
        'audit-interval': { ...text, default: '5' },
        'heartbeat-interval': { ...text, default: '30' },
        'outbox-limit': { ...text, default: '64' },
        tasks: text,
        'task-interval': { ...text, default: '60' },
        watch: text,
        root: { ...text, default: '/' },
        state: text,
        help: flag,
      },
    });
    return values;
  } catch (error) {
    throw new Rejected('InvalidArgument', `${(error as Error).message}. See --help.`, { cause: error });
  }
}
