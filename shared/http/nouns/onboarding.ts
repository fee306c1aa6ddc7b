import { z } from 'zod';
import { cloudNames, clouds, type CloudName } from '../../core/ingest/door/clouds';
import { type OnboardingToken, readOnboardingToken, signOnboardingToken } from '../../core/ingest/door/onboardingToken';
import { createIngestKeys } from '../../flows/ingestKeys';
import { installedFileNames, type InstalledFile } from '../../flows/ports/door';
import { HttpError, notFound } from '../httpError';
import { readBody } from '../jsonBody';
import { administering, keyMaker, orConflict } from '../keyAdministration';
import type { Answer, Noun } from '../noun';
import { linuxCommand, onboardingScheme, windowsCommand } from '../../core/ingest/door/onboardingCommand';
import type { RequestContext } from '../requestContext';
import { administeredWorkspace } from '../workspaces';

const group = String.raw`/subscriptions/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/resourceGroups/[-\w.()]{1,90}`;
const bodySchema = z.strictObject({
  os: z.enum(['linux', 'windows']),
  cloud: z.enum(cloudNames).default('Public'),
  /** Of the machine; else it takes its host name in the resource group. */
  resourceId: z
    .string()
    .regex(new RegExp(`^${group}/providers/[\\w.]{1,90}/\\w{1,64}/[-\\w.]{1,64}$`, 'i'), 'is no id of a machine')
    .optional(),
  resourceGroup: z
    .string()
    .regex(new RegExp(`^${group}$`, 'i'), 'is no id of a resource group')
    .optional(),
  validMinutes: z.int().min(5).max(10_080).default(60),
  /** Linux: install below this folder, without root. */
  prefix: z
    .string()
    .max(256)
    .regex(/^(?:\/(?!\.\.(?:\/|$))[\w.-]+)+$/, 'is no path from / on')
    .optional(),
});

const answerSchema = z.object({
  command: z
    .string()
    .meta({ description: 'Holds a token: whoever has it can get keys of the workspace until it expires' }),
  id: z.string().meta({ description: 'Keys that it was exchanged for are created by onboarding:{id}' }),
  expiresAt: z.string(),
  installer: z.object({ name: z.string(), sha256: z.string() }),
  endpoints: z.array(z.object({ host: z.string(), port: z.int(), neededFor: z.enum(['workspaceKey', 'identity']) })),
});

const machineSchema = z.strictObject({ machine: z.string().trim().min(1).max(100) });
const exchangedSchema = z.object({ workspaceId: z.string(), url: z.string(), keyId: z.string(), key: z.string() });

async function command(context: RequestContext): Promise<Answer> {
  const workspaceId = await administeredWorkspace(context);
  const { os, cloud, resourceId, resourceGroup, validMinutes, prefix } = readBody(context.request, bodySchema);
  const { deps } = context;
  const expires = Math.floor(deps.ports.now().getTime() / 1000) + validMinutes * 60;
  const token: OnboardingToken = { id: deps.newId(), workspaceId, expires };
  const name: InstalledFile = os === 'linux' ? 'install.sh' : 'Skywarden.ps1';
  const { sha256 } = await deps.ports.installedFiles.read(name);
  const about = {
    url: deps.machineUrl,
    token: signOnboardingToken(deps.pageKey, token),
    sha256,
    cloud,
    prefix,
    resource:
      resourceId === undefined
        ? { group: resourceGroup ?? `/subscriptions/${deps.home.subscriptionId}/resourceGroups/machines` }
        : { id: resourceId },
  };
  return {
    status: 200,
    body: {
      command: os === 'linux' ? linuxCommand(about) : windowsCommand(about),
      id: token.id,
      expiresAt: new Date(expires * 1000).toISOString(),
      installer: { name, sha256 },
      endpoints: endpointsOf(deps.machineUrl, cloud),
    },
  };
}

/** What a firewall has to let through. */
function endpointsOf(url: string, cloud: CloudName): z.infer<typeof answerSchema>['endpoints'] {
  const { hostname, port, protocol } = new URL(url);
  const { eventHubs, login } = clouds[cloud];
  return [
    { host: hostname, port: Number(port) || (protocol === 'http:' ? 80 : 443), neededFor: 'workspaceKey' },
    { host: `*.${eventHubs}`, port: 443, neededFor: 'identity' },
    { host: `*.${eventHubs}`, port: 5671, neededFor: 'identity' },
    { host: new URL(login).hostname, port: 443, neededFor: 'identity' },
  ];
}

function tokenOf({ deps, request }: RequestContext): OnboardingToken {
  const [scheme, text = ''] = (request.headers['authorization'] ?? '').trim().split(/ +/);
  const token = scheme === onboardingScheme ? readOnboardingToken(deps.pageKey, text, deps.ports.now()) : undefined;
  if (token) return token;
  throw new HttpError(
    401,
    'OnboardingTokenInvalid',
    'The onboarding command is not valid any more: ask for a new one.',
    {
      'www-authenticate': onboardingScheme,
    },
  );
}

async function file(context: RequestContext): Promise<Answer> {
  tokenOf(context);
  const name = installedFileNames.find((known) => known === context.param('file'));
  if (!name) throw notFound('The file');
  const { text, sha256 } = await context.deps.ports.installedFiles.read(name);
  return {
    status: 200,
    text: { type: 'text/plain; charset=utf-8', content: text },
    headers: { 'x-skywarden-sha256': sha256 },
  };
}

/** A pair of the machine's own, so that it can be revoked alone; only its primary key is made. */
async function exchange(context: RequestContext): Promise<Answer> {
  const { id, workspaceId } = tokenOf(context);
  const { machine } = readBody(context.request, machineSchema);
  const { deps } = context;
  const { made } = await orConflict(
    createIngestKeys(keyMaker(deps), {
      workspaceId,
      name: machine,
      createdBy: `onboarding:${id}`,
      withSecondary: false,
    }),
  );
  const { keyId, key } = made.primary;
  deps.ports.log.info('a machine was onboarded', { workspaceId, machine, keyId, onboarding: id });
  return { status: 201, body: { workspaceId, url: deps.machineUrl, keyId, key }, calledBy: `onboarding:${id}` };
}

export const noun: Noun = {
  type: 'onboarding',
  surface: 'v1',
  apiVersions: 'none',
  routes: [
    {
      method: 'POST',
      path: '/api/v1/workspaces/{workspaceId}/onboarding',
      summary: 'Make a command that lets machines send to a workspace',
      access: administering,
      response: answerSchema,
      handle: command,
    },
    {
      method: 'GET',
      path: '/api/v1/onboarding/files/{file}',
      summary: 'Get a file that an onboarding command installs',
      access: 'signature',
      handle: file,
    },
    {
      method: 'POST',
      path: '/api/v1/onboarding/keys',
      summary: 'Exchange an onboarding token for a key of its workspace',
      access: 'signature',
      response: exchangedSchema,
      handle: exchange,
    },
  ],
};
