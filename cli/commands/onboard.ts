import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { developmentPrincipals } from '../../local/issuer/developmentPrincipals';
import { openIssuer } from '../../local/issuer/issuer';
import { readEndpoints } from '../../local/start/endpoints';
import { cloudNames } from '../../shared/core/ingest/door/clouds';
import { Rejected } from '../../shared/model/rejected';
import type { Command } from '../command';

const usage = `skywarden onboard [--os linux|windows] [--cloud Public|USGov] [--workspace ID] [--resource-id ID | --resource-group ID]
    [--minutes N] [--prefix DIR] [--json]
    [--data DIR]      the platform of this machine, as its Security Admin (default .skywarden)
    [--api URL]       another one, with the access token in SKYWARDEN_TOKEN`;

const answerSchema = z.looseObject({
  command: z.string(),
  expiresAt: z.string(),
  endpoints: z.array(z.object({ host: z.string(), port: z.number(), neededFor: z.string() })),
});

export const command: Command = {
  name: 'onboard',
  summary: 'a command that lets a machine send to a workspace',
  run: (args) => onboardCommand(args),
};

/** Prints a command that lets a machine send to a workspace: the command on standard output, what to know of it on standard error. */
export async function onboardCommand(
  args: string[],
  print: (line: string) => void = console.log,
  tell: (line: string) => void = console.error,
): Promise<void> {
  const values = read(args);
  const { api, token } = await placeOf(values);
  const path = `${api.replace(/\/+$/, '')}/api/v1/workspaces/${encodeURIComponent(values.workspace)}/onboarding`;
  const response = await fetch(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      os: values.os,
      cloud: values.cloud,
      validMinutes: Number(values.minutes),
      ...(values['resource-id'] !== undefined && { resourceId: values['resource-id'] }),
      ...(values['resource-group'] !== undefined && { resourceGroup: values['resource-group'] }),
      ...(values.prefix !== undefined && { prefix: resolve(values.prefix) }),
    }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The API answered ${response.status}: ${text}`);
  if (values.json) return print(text);
  const { command, expiresAt, endpoints } = answerSchema.parse(JSON.parse(text));
  print(command);
  tell(`Valid until ${expiresAt}; whoever has it can get keys of workspace ${values.workspace} until then.`);
  const needed = endpoints.filter(({ neededFor }) => neededFor === 'workspaceKey');
  tell(`The machine must reach ${needed.map(({ host, port }) => `${host}:${port}`).join(', ')}.`);
}

type Values = ReturnType<typeof read>;

async function placeOf({ api, data }: Values): Promise<{ api: string; token: string }> {
  if (api !== undefined) {
    const token = process.env.SKYWARDEN_TOKEN;
    if (!token) throw new Rejected('InvalidArguments', `Set SKYWARDEN_TOKEN to an access token for ${api}.`);
    return { api, token };
  }
  const folder = resolve(data);
  const endpoints = readEndpoints(folder);
  const issuer = await openIssuer(join(folder, 'issuer'));
  return { api: endpoints.api, token: await issuer.issueToken({ oid: developmentPrincipals['Security Admin'] }) };
}

function read(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        os: { type: 'string', default: 'linux' },
        cloud: { type: 'string', default: cloudNames[0] },
        workspace: { type: 'string', default: 'default' },
        'resource-id': { type: 'string' },
        'resource-group': { type: 'string' },
        minutes: { type: 'string', default: '60' },
        prefix: { type: 'string' },
        json: { type: 'boolean', default: false },
        data: { type: 'string', default: '.skywarden' },
        api: { type: 'string' },
      },
    });
    return values;
  } catch (error) {
    throw new Rejected('InvalidArguments', `${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}
