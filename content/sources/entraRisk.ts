import { accounts, addresses } from '../../shared/core/ingest/azure/azureEntities';
import { isOfCategory, named, type AzureRecord } from '../../shared/core/ingest/azure/azureRecord';
import { entraEvent, type EntraSaying } from '../../shared/core/ingest/azure/entraEvent';
import { field, textField } from '../../shared/core/ingest/field';
import type { Source } from '../../shared/core/ingest/source';

const categories = new Set([
  'riskyusers',
  'userriskevents',
  'riskyserviceprincipals',
  'serviceprincipalriskevents',
  // tables of Log Analytics
  'aadriskyusers',
  'aaduserriskevents',
  'aadriskyserviceprincipals',
  'aadserviceprincipalriskevents',
]);
const log = {
  source: 'entraRisk',
  jsonNames: ['additionalInfo', 'location'],
  lifted: [
    'riskEventType',
    'riskType',
    'riskState',
    'riskLevel',
    'riskDetail',
    'source',
    'activity',
    'detectionTimingType',
  ],
  times: ['activityDateTime', 'detectedDateTime', 'riskLastUpdatedDateTime', 'lastUpdatedDateTime'],
  // A detection is updated under its id, and a risky user's id is the user's: what changed tells the versions apart.
  states: ['riskState', 'riskLevel', 'riskDetail', 'lastUpdatedDateTime', 'riskLastUpdatedDateTime'],
};

/** Entra ID Protection: risk detections, and the users and service principals that it holds for risky. */
export const source: Source = {
  id: 'entraRisk',
  order: 40,
  keys: ['category', 'timegenerated'],
  recognises: (raw) => isOfCategory(raw, categories),
  normalise: ([raw], context) => [entraEvent(log, raw!, context, say)],
  samples: [
    {
      name: 'a detection that was made a day late',
      body: JSON.stringify({
        records: [
          {
            time: '11/21/2026 7:30:00 PM',
            resourceId: '/tenants/00000000-0000-0000-0000-00000000000a/providers/Microsoft.aadiam',
            operationName: 'User Risk Detection',
            category: 'UserRiskEvents',
            callerIpAddress: '203.0.113.6',
            properties: {
              id: 'r-1',
              riskEventType: 'unfamiliarFeatures',
              riskState: 'atRisk',
              riskLevel: 'medium',
              detectionTimingType: 'offline',
              activityDateTime: '2026-11-20T8:48:50.361Z',
              detectedDateTime: '2026-11-21T19:00:00Z',
              ipAddress: '203.0.113.6',
              userId: 'u-1',
              userPrincipalName: 'ann@example.com',
              additionalInfo: '[{"Key":"userAgent","Value":"x"}]',
            },
          },
        ],
      }),
      expect: [
        {
          source: 'entraRisk',
          time: '2026-11-20T08:48:50.361Z',
          logSource: { product: 'azure', service: 'riskdetection' },
          entities: [
            { type: 'account', name: 'ann', upnSuffix: 'example.com', aadUserId: 'u-1' },
            { type: 'ip', address: '203.0.113.6' },
          ],
        },
      ],
    },
    {
      name: 'a risky user and a risky service principal',
      body: '{"records":[{"time":"11/21/2026 08:00:01 AM","category":"RiskyUsers","properties":{"id":"u-1","userPrincipalName":"ann@example.com","riskState":"atRisk","riskLevel":"medium","riskLastUpdatedDateTime":"2026-11-21T7:59:00Z"}},{"time":"2026-11-21T08:00:02Z","category":"RiskyServicePrincipals","properties":{"id":"sp-1","appId":"a-1","displayName":"deploy","riskState":"atRisk"}}]}',
      expect: [
        {
          source: 'entraRisk',
          time: '2026-11-21T07:59:00.000Z',
          logSource: { product: 'azure', service: 'riskyusers' },
          entities: [{ type: 'account', name: 'ann', upnSuffix: 'example.com', aadUserId: 'u-1' }],
        },
        {
          source: 'entraRisk',
          time: '2026-11-21T08:00:02.000Z',
          logSource: { product: 'azure', service: 'riskyserviceprincipals' },
          entities: [{ type: 'account', name: 'deploy', aadUserId: 'sp-1' }],
        },
      ],
    },
    {
      name: 'a row without time and with wrong types',
      body: '{"Type":"AADUserRiskEvents","TimeGenerated":null,"Id":["r"],"UserPrincipalName":7,"RiskEventType":{"a":1},"IpAddress":"-"}',
      expect: [
        { source: 'entraRisk', timeOrigin: 'enqueued', logSource: { product: 'azure', service: 'riskdetection' } },
      ],
    },
  ],
};

function say({ record, properties }: AzureRecord): EntraSaying {
  const category = (textField(record, 'category') || textField(record, 'Type')).toLowerCase().replace(/^aad/, '');
  const isDetection = category.endsWith('riskevents');
  const ownId = isDetection ? '' : textField(properties, 'id');
  const [userId, principalId] = [textField(properties, 'userId'), textField(properties, 'servicePrincipalId')];
  const principal = ['userPrincipalName', 'servicePrincipalDisplayName', 'displayName'].map((name) =>
    textField(properties, name),
  );
  return {
    service: isDetection ? 'riskdetection' : category,
    entities: [
      ...accounts(principal.find((name) => name !== '') ?? '', userId || principalId || ownId),
      ...addresses(field(properties, 'ipAddress'), field(record, 'callerIpAddress')),
    ],
    names: named({ Username: principal[0] }),
  };
}
