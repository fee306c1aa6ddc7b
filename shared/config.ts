import { z } from 'zod';

const guid = z.guid();

/** `id:base64[,id:base64...]`: AES-256 keys; the first seals, the others only open what they sealed before. */
const keyRing = z.string().transform((text, context) => {
  const keys = text.split(',').map((part) => {
    const at = part.indexOf(':');
    return { id: part.slice(0, at), key: Buffer.from(part.slice(at + 1), 'base64') };
  });
  if (keys.every(({ id, key }) => /^[\w-]{1,32}$/.test(id) && key.length === 32)) return keys;
  context.addIssue({ code: 'custom', message: 'must be id:base64 of 32 bytes, several joined by commas' });
  return z.NEVER;
});

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);

const httpsEndpoint = z.url({ protocol: /^https$/ }).transform((url) => url.replace(/\/+$/, ''));

/** `{"name": ["value", ...]}` as JSON. */
const valueLists = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON: {"name": ["value", ...]}' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string().regex(/^[\w.-]+$/), z.array(z.string()).min(1)))
  .transform((lists) => new Map(Object.entries(lists)));

const settingsSchema = z.object({
  COSMOS_DATABASE: z.string().default('skywarden'),
  TELEMETRY_HUB: z.string().default('telemetry'),
  SIGNALS_HUB: z.string().default('signals'),
  SECRETS_KEY: keyRing,
  /** Entra signs as two issuers (v1 and v2 tokens): name each that is trusted. */
  TOKEN_ISSUERS: list.refine((issuers) => issuers.length > 0, 'name at least one'),
  TOKEN_AUDIENCES: list.default([
    'https://management.azure.com/',
    'https://management.azure.com',
    'https://management.core.windows.net/',
    'https://management.core.windows.net',
  ]),
  TOKEN_JWKS_URI: z.url(),
  /** Where people reach this deployment: links in exported alerts begin with it. */
  PUBLIC_URL: z
    .url()
    .default('http://127.0.0.1:7071')
    .transform((url) => url.replace(/\/+$/, '')),
  TENANT_ID: guid,
  /** Where alerts about records without a resource id belong: the subscription Skywarden is deployed into. */
  HOME_SUBSCRIPTION_ID: guid,
  HOME_LOCATION: z.string().default('global'),
  /** Address ranges or host names that automations may call although they are private. */
  ALLOWED_PRIVATE_TARGETS: list.default([]),
  /** Where Log Analytics workspaces are queried; also the audience of the token. Other clouds have another. */
  LOG_ANALYTICS_ENDPOINT: z.url({ protocol: /^https$/ }).default('https://api.loganalytics.io'),
  /** Whether quick fixes may change resources. Needs a role of the app's identity on them; a dry run needs neither. */
  QUICK_FIXES: z.enum(['on', 'off']).default('off'),
  /** Whether the resources of the subscriptions that the identity sees are read. */
  INVENTORY: z.enum(['on', 'off']).default('on'),
  /** Azure Resource Manager, and the directory (Microsoft Graph); also the audiences of the tokens. Other clouds have others. */
  ARM_ENDPOINT: httpsEndpoint.default('https://management.azure.com'),
  GRAPH_ENDPOINT: httpsEndpoint.default('https://graph.microsoft.com'),
  /** Where metrics go: Azure Monitor, else a collector that speaks OTLP over HTTP, else nowhere. */
  APPLICATIONINSIGHTS_CONNECTION_STRING: z.string().optional(),
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).optional(),
  MAX_RECORD_BYTES: z.coerce.number().int().min(1024).max(1_048_576).default(262_144),
  /** Lists that detection rules name as `%name%` (Sigma's `expand`): administrators, domain controllers, ... */
  RULE_PLACEHOLDERS: valueLists.default(new Map()),
  MAX_DELIVERY_ATTEMPTS: z.coerce.number().int().min(1).max(50).default(8),
});

/** A connection named X: a connection string in the setting X, or an endpoint in `X__...` with an identity. */
export type Connection = { connectionString: string } | { endpoint: string; clientId: string | undefined };

export interface Config extends z.infer<typeof settingsSchema> {
  cosmos: Connection;
  eventHubs: Connection;
  blobs: Connection;
  queues: Connection;
}

type Settings = Record<string, string | undefined>;

/** Reads and validates all settings at once; throws one Error that names every fault. */
export function readConfig(settings: Settings = process.env): Config {
  const parsed = settingsSchema.safeParse(settings);
  const connections = {
    cosmos: connection(settings, 'COSMOS', 'accountEndpoint'),
    eventHubs: connection(settings, 'EVENT_HUBS', 'fullyQualifiedNamespace'),
    blobs: connection(settings, 'STORAGE', 'blobServiceUri'),
    queues: connection(settings, 'STORAGE', 'queueServiceUri'),
  };
  const faults = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...Object.values(connections).flatMap((value) => (typeof value === 'string' ? [value] : [])),
  ];
  if (!parsed.success || faults.length > 0) throw new Error(`Settings are not usable: ${faults.join('; ')}`);
  return { ...parsed.data, ...(connections as Record<keyof typeof connections, Connection>) };
}

function connection(settings: Settings, name: string, endpointKey: string): Connection | string {
  const connectionString = settings[name];
  if (connectionString) return { connectionString };
  const endpoint = settings[`${name}__${endpointKey}`];
  if (endpoint) return { endpoint, clientId: settings[`${name}__clientId`] };
  return `${name}: set a connection string, or ${name}__${endpointKey} for an identity`;
}
