import type { JsonObject } from '../../../../shared/model/json';
import type { Resource } from '../../../../shared/model/resource';
import type { TelemetryEvent } from '../../../../shared/model/telemetryEvent';
import { source as azureActivity } from '../../../../content/sources/azureActivity';
import { source as azureResource } from '../../../../content/sources/azureResource';

export const provider =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/net/providers/Microsoft.Network';
export const groupId = `${provider}/networkSecurityGroups/nsg-web`;

/** A rule as ARM tells it. */
export const rule = (name: string, properties: JsonObject): JsonObject => ({
  name,
  id: `${groupId}/securityRules/${name}`,
  etag: 'W/"1"',
  type: 'Microsoft.Network/networkSecurityGroups/securityRules',
  properties: {
    provisioningState: 'Succeeded',
    protocol: 'Tcp',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    direction: 'Inbound',
    access: 'Allow',
    priority: 300,
    sourceAddressPrefixes: [],
    ...properties,
  },
});

export const web = rule('web', { destinationPortRange: '443', sourceAddressPrefix: 'Internet', priority: 100 });
export const ssh = (sourceAddressPrefix: string): JsonObject =>
  rule('ssh', { destinationPortRange: '22', sourceAddressPrefix, priority: 200 });
export const office = '203.0.113.0/24';

export const resource = (id: string, properties: JsonObject): Resource => ({
  id,
  name: id.split('/').at(-1)!,
  type: `Microsoft.Network/${id.split('/').at(-2)!}`,
  location: 'westeurope',
  properties,
});

export const group = (rules: JsonObject[], more: JsonObject = {}): Resource =>
  resource(groupId, { provisioningState: 'Succeeded', resourceGuid: 'g', securityRules: rules, ...more });

let position = 0;
const context = (enqueuedAt: string) => ({ enqueuedAt, resourceId: '', position: `0/${position++}` });

/** The event of a snapshot; `at` is `HH:MM` of one day. */
export const seen = (at: string, snapshot: Resource, deleted = false): TelemetryEvent => {
  const time = `2026-11-21T${at}:00.000Z`;
  const raw = { resource: snapshot, observedAt: time, ...(deleted && { deleted }) };
  return azureResource.normalise([JSON.parse(JSON.stringify(raw)) as JsonObject], context(time))[0]!;
};

/** The event of an act in the activity log; `resourceId` in the upper case in which it arrives. */
export function acted(
  at: string,
  resourceId: string,
  {
    verb = 'write',
    body,
    result = 'Success',
    correlation = at,
    status = 'OK',
  }: {
    verb?: 'write' | 'delete';
    body?: JsonObject;
    result?: string;
    correlation?: string;
    status?: string;
  } = {},
): TelemetryEvent {
  const types = resourceId.slice(resourceId.indexOf('/providers/') + 11).split('/');
  const operation = [types[0], ...types.slice(1).filter((_, index) => index % 2 === 0), verb].join('/');
  const raw = {
    time: `2026-11-21T${at}:00.0000000Z`,
    resourceId: resourceId.toUpperCase(),
    operationName: operation.toUpperCase(),
    category: 'Administrative',
    resultType: result,
    callerIpAddress: '198.51.100.20',
    correlationId: correlation,
    identity: { claims: { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'alice@example.com' } },
    properties: { statusCode: status, ...(body && { requestbody: JSON.stringify({ properties: body }) }) },
  };
  return azureActivity.normalise([raw as unknown as JsonObject], context(raw.time))[0]!;
}
