import type { Entity } from '../../shared/model/entity';
import type { Json, JsonObject } from '../../shared/model/json';
import { accounts, addresses, azureResources } from '../../shared/core/ingest/azure/azureEntities';
import { named, tableOf, type AzureRecord } from '../../shared/core/ingest/azure/azureRecord';
import { entraEvent, type EntraSaying } from '../../shared/core/ingest/azure/entraEvent';
import { field, isObject, textField } from '../../shared/core/ingest/field';
import type { Source } from '../../shared/core/ingest/source';

const tenantScope = /^\/tenants\/[^/]+\/providers\/microsoft\.aadiam/i;
/** Categories of Entra beside sign-ins and risks; `AuditLogs` is also a category of other services. */
const others = new Set(['provisioninglogs', 'microsoftgraphactivitylogs']);
const auditMembers = ['loggedByService', 'initiatedBy', 'targetResources', 'activityDisplayName'];
const log = {
  source: 'entraAudit',
  jsonNames: ['initiatedBy', 'targetResources', 'additionalDetails'],
  lifted: [
    'LoggedByService',
    'TargetResources',
    'InitiatedBy',
    'additionalDetails',
    'ActivityDisplayName',
    'AADOperationType',
  ],
  times: ['activityDateTime'],
};

/** Changes to the directory as Entra's audit log tells them, and whatever else Entra sends that no other source knows. */
export const source: Source = {
  id: 'entraAudit',
  // after the sources of sign-ins and risks, which name their categories
  order: 45,
  keys: ['category', 'timegenerated', 'resourceid'],
  recognises: (raw) => typeof raw === 'object' && isEntra(raw),
  normalise: ([raw], context) => [entraEvent(log, raw!, context, say)],
  samples: [
    {
      name: 'a role is given',
      body: JSON.stringify({
        records: [
          {
            time: '2026-11-21T08:00:00.1234567Z',
            resourceId: '/TeNaNtS/00000000-0000-0000-0000-00000000000a/PrOvIdErS/Microsoft.aadiam',
            operationName: 'Add member to role',
            category: 'AuditLogs',
            resultSignature: 'None',
            callerIpAddress: '203.0.113.5',
            properties: {
              id: 'Directory_1',
              category: 'RoleManagement',
              result: 'success',
              activityDisplayName: 'Add member to role',
              activityDateTime: '2026-11-21T08:00:00Z',
              loggedByService: 'Core Directory',
              initiatedBy: { user: { id: 'u-1', userPrincipalName: 'ann@example.com', ipAddress: '203.0.113.5' } },
              targetResources: [
                {
                  id: 'u-2',
                  type: 'User',
                  userPrincipalName: 'bob@example.com',
                  modifiedProperties: [{ displayName: 'Role.DisplayName', oldValue: null, newValue: '"Reader"' }],
                },
              ],
            },
          },
        ],
      }),
      expect: [
        {
          source: 'entraAudit',
          time: '2026-11-21T08:00:00.000Z',
          logSource: { product: 'azure', service: 'auditlogs' },
          entities: [
            { type: 'account', name: 'ann', upnSuffix: 'example.com', aadUserId: 'u-1' },
            { type: 'ip', address: '203.0.113.5' },
            { type: 'account', name: 'bob', upnSuffix: 'example.com', aadUserId: 'u-2' },
          ],
        },
      ],
    },
    {
      name: 'a row of the table, objects as text',
      body: '{"Type":"AuditLogs","TimeGenerated":"2026-11-21T08:00:01Z","Id":"Directory_2","OperationName":"Update application","Category":"ApplicationManagement","Result":"success","LoggedByService":"Core Directory","InitiatedBy":"{\\"app\\":{\\"displayName\\":\\"sync\\",\\"servicePrincipalId\\":\\"sp-1\\"}}","TargetResources":"[{\\"type\\":\\"Application\\"}]","_ResourceId":"/tenants/00000000-0000-0000-0000-00000000000a/providers/Microsoft.aadiam"}',
      expect: [
        {
          source: 'entraAudit',
          time: '2026-11-21T08:00:01.000Z',
          logSource: { product: 'azure', service: 'auditlogs' },
          entities: [{ type: 'account', name: 'sync', aadUserId: 'sp-1' }],
        },
      ],
    },
    {
      name: 'another log of the tenant, without time and with wrong types',
      body: '{"category":"ProvisioningLogs","resourceId":"/tenants/t/providers/Microsoft.aadiam","properties":{"initiatedBy":"{broken","targetResources":[7,null]}}',
      expect: [
        { source: 'entraAudit', timeOrigin: 'enqueued', logSource: { product: 'azure', service: 'provisioninglogs' } },
      ],
    },
  ],
};

function isEntra(raw: JsonObject): boolean {
  if (tenantScope.test(textField(raw, 'resourceId'))) return true;
  const category = textField(raw, 'category').toLowerCase();
  if (others.has(category)) return true;
  if (category !== 'auditlogs' && tableOf(raw) !== 'AuditLogs') return false;
  const properties = field(raw, 'properties');
  const said = isObject(properties) ? properties : raw;
  return auditMembers.some((name) => field(said, name) !== undefined);
}

function say({ record, properties, resourceId }: AzureRecord): EntraSaying {
  const category = textField(record, 'category').toLowerCase();
  return {
    service: others.has(category) ? category : 'auditlogs',
    entities: [
      ...initiators(field(properties, 'initiatedBy')),
      ...addresses(field(record, 'callerIpAddress')),
      ...targets(field(properties, 'targetResources')),
      ...azureResources(resourceId),
    ],
    names: sigmaNames(record, properties),
    properties: withMessage(record, properties),
  };
}

/** `properties.message` is what rules call the operation. */
const withMessage = (record: JsonObject, properties: JsonObject): JsonObject =>
  field(record, 'properties') === undefined ? properties : { message: operationOf(record, properties), ...properties };

const operationOf = (record: JsonObject, properties: JsonObject): string =>
  textField(record, 'operationName') || textField(properties, 'activityDisplayName');

/** A rule's `Category` is the one within the log, such as RoleManagement; the log's own goes to `logCategory`. */
function sigmaNames(record: JsonObject, properties: JsonObject): JsonObject {
  const result = textField(properties, 'result') || textField(record, 'resultType');
  return named({
    OperationName: operationOf(record, properties),
    Category: textField(properties, 'category') || textField(record, 'category'),
    logCategory: textField(record, 'category'),
    Status: result,
    Result: result,
  });
}

function initiators(initiatedBy: Json | undefined): Entity[] {
  if (!isObject(initiatedBy)) return [];
  const { user, app } = initiatedBy;
  const entities: Entity[] = [];
  if (isObject(user)) {
    entities.push(
      ...accounts(textField(user, 'userPrincipalName') || textField(user, 'displayName'), textField(user, 'id')),
    );
    entities.push(...addresses(user.ipAddress));
  }
  if (isObject(app)) {
    const id = textField(app, 'servicePrincipalId') || textField(app, 'appId');
    entities.push(...accounts(textField(app, 'displayName'), id));
  }
  return entities;
}

function targets(resources: Json | undefined): Entity[] {
  if (!Array.isArray(resources)) return [];
  return resources.slice(0, 100).flatMap((target) => {
    if (!isObject(target)) return [];
    const principal = textField(target, 'userPrincipalName');
    return principal === '' ? [] : accounts(principal, textField(target, 'id'));
  });
}
