import { parseArgs } from 'node:util';
import { z } from 'zod';
import { Rejected } from '../shared/model/rejected';

export const usage = `Reads facts of this Linux machine and sends them to the telemetry hub.

  --resource-id ID   Azure resource id of the machine (or SKYWARDEN_RESOURCE_ID)
  --connection TEXT  connection string of the hub (better: SKYWARDEN_TELEMETRY, other users do not see it)
  --namespace HOST   instead: the Event Hubs namespace, with the managed identity of the machine
  --hub NAME         event hub, default telemetry
  --print            write the records to standard output, one JSON a line, and send nothing
  --once             collect once and end; else every --interval seconds, default 300
  --root DIR         read below another root, default /
  --state FILE       keeps how far the audit log was sent; without it a new start reads the log again
  --help             this text
`;

const resourceIdPattern = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]+$/i;

const settingsSchema = z.object({
  resourceId: z
    .string('is missing: give the Azure resource id of the machine with --resource-id or SKYWARDEN_RESOURCE_ID')
    .max(1024)
    .regex(resourceIdPattern, 'is not /subscriptions/{id}/resourceGroups/{name}/providers/{namespace}/{type}/{name}'),
  connection: z.string().optional(),
  namespace: z.string().optional(),
  hub: z.string().min(1),
  print: z.boolean(),
  once: z.boolean(),
  interval: z.coerce.number('must be a number of seconds').int().min(5).max(86_400),
  root: z.string().min(1),
  state: z.string().optional(),
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
    // The namespace named on the command line wins over a connection string of the environment.
    connection: given.connection ?? (given.namespace === undefined ? environment.SKYWARDEN_TELEMETRY : undefined),
  });
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new Rejected('InvalidSettings', faults.join('; '));
  }
  const { print, connection, namespace } = parsed.data;
  if (!print && !connection && !namespace) {
    throw new Rejected('InvalidSettings', 'give SKYWARDEN_TELEMETRY, --connection or --namespace, or --print');
  }
  return parsed.data;
}

function parse(argv: string[]) {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        'resource-id': text,
        connection: text,
        namespace: text,
        hub: { ...text, default: 'telemetry' },
        print: flag,
        once: flag,
        interval: { ...text, default: '300' },
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
