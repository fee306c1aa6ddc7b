import type { TokenCredential } from '@azure/identity';
import { z } from 'zod';
import type { Config } from '../../config';
import type { DirectoryEntry, PrincipalDirectory } from '../../flows/ports/inventory';
import type { JsonObject } from '../../model/json';
import { credentialOf } from '../identity/credential';
import { serviceClient, type ServiceOptions } from '../network/serviceClient';
import { once } from '../once';

/** An `in` filter takes 15 values (documented). */
const idsPerQuery = 15;
/** Reports give 5 answers in 10 seconds (documented): all users are one list, which subscriptions that are read at one time share. */
const keepMethodsMs = 15 * 60_000;

const entrySchema = z.looseObject({
  id: z.string().min(1),
  displayName: z.string().nullish(),
  userType: z.enum(['Member', 'Guest']).nullish().catch(null),
  accountEnabled: z.boolean().nullish(),
});

const methodsSchema = z.looseObject({ id: z.string().min(1), isMfaRegistered: z.boolean().nullish() });

/** Microsoft Graph v1.0, asked with the identity of the app. */
export function principalDirectory(
  config: Pick<Config, 'GRAPH_ENDPOINT' | 'blobs'>,
  { credential, ...options }: ServiceOptions & { credential?: TokenCredential } = {},
): PrincipalDirectory {
  const root = `${config.GRAPH_ENDPOINT}/v1.0`;
  const client = once(() => {
    const identity = credential ?? credentialOf('endpoint' in config.blobs ? config.blobs.clientId : undefined);
    return serviceClient(config.GRAPH_ENDPOINT, identity, options);
  });

  async function byIds(
    collection: string,
    ids: readonly string[],
    select: string,
    principalType: DirectoryEntry['principalType'],
  ): Promise<DirectoryEntry[]> {
    const found: DirectoryEntry[] = [];
    for (let at = 0; at < ids.length; at += idsPerQuery) {
      const list = ids.slice(at, at + idsPerQuery).map((id) => `'${id.replaceAll("'", "''")}'`);
      const filter = encodeURIComponent(`id in (${list.join(',')})`);
      const members = (await client().list(`${root}/${collection}?$filter=${filter}&$select=${select}`)) ?? [];
      found.push(...members.map((member) => entryOf(member, principalType)));
    }
    return found;
  }

  let methods: { readAt: number; byUser: Promise<Map<string, boolean>> } | undefined;

  async function readMethods(): Promise<Map<string, boolean>> {
    const members = (await client().list(`${root}/reports/authenticationMethods/userRegistrationDetails`)) ?? [];
    return new Map(
      members.flatMap((member) => {
        const { id, isMfaRegistered } = methodsSchema.parse(member);
        return typeof isMfaRegistered === 'boolean' ? [[id.toLowerCase(), isMfaRegistered] as const] : [];
      }),
    );
  }

  return {
    users: (ids) => byIds('users', ids, 'id,displayName,userType,accountEnabled', 'User'),
    servicePrincipals: (ids) => byIds('servicePrincipals', ids, 'id,displayName,accountEnabled', 'ServicePrincipal'),
    groups: (ids) => byIds('groups', ids, 'id,displayName', 'Group'),
    async usersOf(groupId) {
      const cast = `groups/${encodeURIComponent(groupId)}/transitiveMembers/microsoft.graph.user`;
      const url = `${root}/${cast}?$count=true&$top=999&$select=id,displayName,userType,accountEnabled`;
      // A cast is an advanced query, which needs both the count and the header.
      const members = (await client().list(url, { ConsistencyLevel: 'eventual' })) ?? [];
      return members.map((member) => entryOf(member, 'User'));
    },
    async mfaRegistrations() {
      if (!methods || Date.now() - methods.readAt >= keepMethodsMs) {
        methods = { readAt: Date.now(), byUser: readMethods() };
        methods.byUser.catch(() => (methods = undefined));
      }
      return methods.byUser;
    },
  };
}

function entryOf(member: JsonObject, principalType: DirectoryEntry['principalType']): DirectoryEntry {
  const { id, displayName, userType, accountEnabled } = entrySchema.parse(member);
  return {
    id,
    principalType,
    ...(displayName && { displayName }),
    ...(userType && { userType }),
    ...(typeof accountEnabled === 'boolean' && { accountEnabled }),
  };
}
