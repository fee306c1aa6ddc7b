import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { accounts, addresses, azureResources, urls } from '../../shared/core/ingest/azure/azureEntities';
import {
  azureFields,
  azureTime,
  isOfCategory,
  named,
  readAzureRecord,
} from '../../shared/core/ingest/azure/azureRecord';
import { contentId } from '../../shared/core/ingest/contentId';
import { field, isObject, jsonField, textField } from '../../shared/core/ingest/field';
import type { RawRecord, RecordContext, Source } from '../../shared/core/ingest/source';

const categories = new Set(['auditevent', 'azurepolicyevaluationdetails', 'azurediagnostics']);
const vaultScope = /\/providers\/microsoft\.keyvault\//i;
const vaultUri = /^https:\/\/[^/]*\.(?:vault|vaultcore|managedhsm)\./i;
const claim = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn';
const objectId = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
const nameColumns = [
  'identity_claim_http_schemas_xmlsoap_org_ws_2005_05_identity_claims_upn_s',
  'identity_claim_upn_s',
  'identity_claim_appid_g',
];
const objectIdColumn = 'identity_claim_http_schemas_microsoft_com_identity_claims_objectidentifier_g';

/** What was asked of a key vault or managed HSM: secrets read, keys used, the vault changed. */
export const source: Source = {
  id: 'keyVault',
  order: 60,
  keys: ['category', 'timegenerated'],
  recognises: (raw) => isOfCategory(raw, categories) && isVault(raw),
  normalise: ([raw], context) => [read(raw!, context)],
  samples: [
    {
      name: 'a secret is read',
      body: JSON.stringify({
        records: [
          {
            time: '2026-11-21T08:00:00.2691226Z',
            resourceId:
              '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/V1',
            operationName: 'SecretGet',
            category: 'AuditEvent',
            resultType: 'Success',
            resultSignature: 'OK',
            durationMs: '78',
            callerIpAddress: '203.0.113.5',
            correlationId: 'c-1',
            identity: { claim: { [claim]: 'ann@example.com', [objectId]: 'o-1', appid: 'a-1' } },
            properties: {
              clientInfo: 'sdk/1',
              requestUri: 'https://v1.vault.azure.net/secrets/s?api-version=7.4',
              id: 'https://v1.vault.azure.net/secrets/s',
              httpStatusCode: 200,
            },
          },
        ],
      }),
      expect: [
        {
          source: 'keyVault',
          time: '2026-11-21T08:00:00.269Z',
          logSource: { product: 'azure', service: 'keyvault' },
          entities: [
            { type: 'account', name: 'ann', upnSuffix: 'example.com', aadUserId: 'o-1' },
            { type: 'ip', address: '203.0.113.5' },
            {
              type: 'azure-resource',
              resourceId:
                '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/V1',
            },
            { type: 'url', url: 'https://v1.vault.azure.net/secrets/s' },
          ],
        },
      ],
    },
    {
      name: 'an application is refused, row of the table AzureDiagnostics',
      body: '{"Type":"AzureDiagnostics","TimeGenerated":"2026-11-21T08:00:01Z","Category":"AuditEvent","OperationName":"KeySign","ResultType":"Success","ResultSignature":"Forbidden","CallerIPAddress":"198.51.100.7","identity_claim_appid_g":"a-2","id_s":"https://v1.vault.azure.net/keys/k","httpStatusCode_d":403,"_ResourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.keyvault/vaults/v1"}',
      expect: [
        {
          source: 'keyVault',
          time: '2026-11-21T08:00:01.000Z',
          entities: [
            { type: 'account', name: 'a-2' },
            { type: 'ip', address: '198.51.100.7' },
            {
              type: 'azure-resource',
              resourceId:
                '/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg/providers/microsoft.keyvault/vaults/v1',
            },
            { type: 'url', url: 'https://v1.vault.azure.net/keys/k' },
          ],
        },
      ],
    },
    {
      name: 'an event without time and with wrong types',
      body: '{"category":"AuditEvent","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/v1","identity":"{broken","properties":["x"],"callerIpAddress":7}',
      expect: [{ source: 'keyVault', timeOrigin: 'enqueued' }],
    },
  ],
};

function isVault(raw: JsonObject): boolean {
  if (vaultScope.test(textField(raw, 'resourceId') || textField(raw, '_ResourceId'))) return true;
  const properties = field(raw, 'properties');
  return isObject(properties) && vaultUri.test(textField(properties, 'requestUri') || textField(properties, 'id'));
}

function read(raw: RawRecord, context: RecordContext): TelemetryEvent {
  const audit = readAzureRecord(raw, context);
  const { record, properties, resourceId } = audit;
  const caller = callerOf(record);
  return {
    id: contentId('keyVault', record, azureTime(record, context).timeOrigin === 'record' ? '' : context.position),
    source: 'keyVault',
    ...azureTime(record, context),
    resourceId,
    logSource: { product: 'azure', service: 'keyvault' },
    entities: [
      ...accounts(caller.name, caller.objectId),
      ...addresses(field(record, 'callerIpAddress')),
      ...azureResources(resourceId),
      ...urls(textField(properties, 'id')),
    ],
    fields: azureFields(audit, named({ Caller: caller.name || caller.objectId })),
  };
}

/** The principal name, else the application; rows hold the claims in columns. */
function callerOf(record: JsonObject): { name: string; objectId: string } {
  const identity = jsonField(field(record, 'identity'));
  const claims = isObject(identity) ? (jsonField(identity.claim) ?? jsonField(identity.claims)) : undefined;
  const said = isObject(claims) ? claims : {};
  const names = [
    textField(said, claim),
    textField(said, 'appid'),
    ...nameColumns.map((name) => textField(record, name)),
  ];
  return {
    name: names.find((name) => name !== '') ?? '',
    objectId: textField(said, objectId) || textField(record, objectIdColumn),
  };
}
