// Gives a person, group or application a role in the API: a document in the Cosmos container `settings`, which is where
// the API looks. Needs write access there; main.bicep gives it to the person who deploys.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { CosmosClient } from '@azure/cosmos';
import { DefaultAzureCredential } from '@azure/identity';

const roles = ['Owner', 'Contributor', 'Reader', 'Security Admin', 'Security Reader'];
const usage = `usage: node infra/hooks/grantRole.mjs --principal OBJECT_ID --role "${roles.join('|')}" [--scope ID] [--remove]
  --scope     ARM id of a management group, subscription, resource group or resource, or /workspaces/ID; default / for everything
  --endpoint  Cosmos DB account, default SKYWARDEN_COSMOS_ENDPOINT of the azd environment (or COSMOS, a connection string)`;

const text = { type: 'string' };

function readArguments() {
  try {
    const { values } = parseArgs({
      options: { principal: text, role: text, scope: text, endpoint: text, remove: { type: 'boolean' } },
    });
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(values.principal ?? ''))
      throw new Error('--principal is no object id');
    if (!roles.includes(values.role)) throw new Error(`--role is none of ${roles.join(', ')}`);
    if (
      !/^\/(subscriptions|workspaces|providers\/microsoft\.management\/managementgroups)\/.+|^\/$/i.test(
        values.scope ?? '/',
      )
    ) {
      throw new Error(
        '--scope is neither / nor an id that begins with /subscriptions/ or /workspaces/ or a management group',
      );
    }
    return { ...values, principalId: values.principal.toLowerCase(), role: String(values.role) };
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    return process.exit(2);
  }
}

function valueOf(name) {
  return process.env[name] ?? execFileSync('azd', ['env', 'get-value', name], { encoding: 'utf8' }).trim();
}

function clientOf(endpoint) {
  if (!endpoint && process.env.COSMOS) return new CosmosClient(process.env.COSMOS);
  return new CosmosClient({
    endpoint: endpoint ?? valueOf('SKYWARDEN_COSMOS_ENDPOINT'),
    aadCredentials: new DefaultAzureCredential(),
  });
}

const { principalId, role, scope = '/', endpoint, remove } = readArguments();
const key = scope === '/' ? scope : scope.toLowerCase().replace(/\/+$/, '');
const id = `roleAssignment|${principalId}|${role}`;
const settings = clientOf(endpoint)
  .database(process.env.SKYWARDEN_COSMOS_DATABASE ?? 'skywarden')
  .container('settings');

if (remove) await settings.item(id, key).delete();
else await settings.items.upsert({ id, kind: 'roleAssignment', scope: key, workspaceId: 'default', principalId, role });
console.log(`${principalId} ${remove ? 'no longer is' : 'is'} ${role} on ${key}`);
