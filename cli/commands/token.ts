import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { developmentPrincipals } from '../../local/issuer/developmentPrincipals';
import { localAudience, openIssuer } from '../../local/issuer/issuer';
import { roleNames } from '../../shared/model/documents/settings';
import { Rejected } from '../../shared/model/rejected';
import type { Command } from '../command';
import { readOptions } from '../readOptions';

const usage = `skywarden token [--data DIR] [--role ${roleNames.map((role) => `"${role}"`).join('|')}] [--oid GUID] [--audience URL] [--hours N]`;

const roleSchema = z.preprocess(
  (value) =>
    roleNames.find((role) => role.toLowerCase().replace(' ', '') === String(value).toLowerCase().replace(/[ -]/g, '')),
  z.enum(roleNames),
);
const hoursSchema = z.coerce
  .number()
  .positive()
  .max(24 * 30);

export const command: Command = {
  name: 'token',
  summary: 'a token of the local issuer',
  run: (args) => tokenCommand(args),
};

/** Prints a token of the local issuer, by default for the development Owner and one hour. Throws Rejected for wrong arguments. */
export async function tokenCommand(args: string[], print: (line: string) => void = console.log): Promise<void> {
  const { data, role, oid, audience, hours } = readArguments(args);
  const folder = join(data, 'issuer');
  if (!existsSync(join(folder, 'key.json')))
    throw new Rejected(
      'NoIssuer',
      `There is no local issuer in ${folder}: run npm start first, or name its folder with --data.`,
    );
  const issuer = await openIssuer(folder);
  print(
    await issuer.issueToken({
      oid: oid ?? developmentPrincipals[role],
      roles: [role],
      audience,
      expiresIn: hours * 3600,
    }),
  );
}

function readArguments(args: string[]) {
  const { values } = parsed(args);
  const role = roleSchema.safeParse(values.role);
  const hours = hoursSchema.safeParse(values.hours);
  const oid = z.guid().optional().safeParse(values.oid);
  if (!role.success) throw new Rejected('InvalidArguments', `--role is one of ${roleNames.join(', ')}.\n${usage}`);
  if (!hours.success) throw new Rejected('InvalidArguments', `--hours is a number above 0 and at most 720.\n${usage}`);
  if (!oid.success) throw new Rejected('InvalidArguments', `--oid is a GUID.\n${usage}`);
  return {
    data: values.data,
    audience: values.audience,
    role: role.data,
    oid: oid.data,
    hours: Math.round(hours.data * 3600) / 3600,
  };
}

const parsed = (args: string[]) =>
  readOptions(
    {
      args,
      options: {
        data: { type: 'string', default: '.skywarden' },
        role: { type: 'string', default: 'Owner' },
        oid: { type: 'string' },
        audience: { type: 'string', default: localAudience },
        hours: { type: 'string', default: '1' },
      },
    },
    usage,
  );
