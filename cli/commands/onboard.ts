import { resolve } from 'node:path';
import { z } from 'zod';
import { cloudNames } from '../../shared/core/ingest/door/clouds';
import { apiOptions, openApi } from '../apiAccess';
import type { Command } from '../command';
import { readOptions } from '../readOptions';

const usage = `skywarden onboard [--os linux|windows] [--cloud Public|USGov] [--workspace ID] [--resource-id ID | --resource-group ID]
    [--minutes N] [--prefix DIR] [--json]
    [--data DIR]      the platform of this machine, as its Security Admin (default .skywarden)
    [--url URL]       another one, with the access token in SKYWARDEN_TOKEN`;

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
  const { values } = read(args);
  const api = await openApi(values, 'Security Admin');
  const answer = await api.post(`/api/v1/workspaces/${encodeURIComponent(values.workspace)}/onboarding`, {
    os: values.os,
    cloud: values.cloud,
    validMinutes: Number(values.minutes),
    ...(values['resource-id'] !== undefined && { resourceId: values['resource-id'] }),
    ...(values['resource-group'] !== undefined && { resourceGroup: values['resource-group'] }),
    ...(values.prefix !== undefined && { prefix: resolve(values.prefix) }),
  });
  if (values.json) return print(JSON.stringify(answer));
  const { command, expiresAt, endpoints } = answerSchema.parse(answer);
  print(command);
  tell(`Valid until ${expiresAt}; whoever has it can get keys of workspace ${values.workspace} until then.`);
  const needed = endpoints.filter(({ neededFor }) => neededFor === 'workspaceKey');
  tell(`The machine must reach ${needed.map(({ host, port }) => `${host}:${port}`).join(', ')}.`);
}

const read = (args: string[]) =>
  readOptions(
    {
      args,
      options: {
        os: { type: 'string', default: 'linux' },
        cloud: { type: 'string', default: cloudNames[0] },
        workspace: { type: 'string', default: 'default' },
        'resource-id': { type: 'string' },
        'resource-group': { type: 'string' },
        minutes: { type: 'string', default: '60' },
        prefix: { type: 'string' },
        ...apiOptions,
      },
    },
    usage,
  );
