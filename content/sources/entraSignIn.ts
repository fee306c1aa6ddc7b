import type { JsonObject } from '../../shared/model/json';
import { accounts, addresses } from '../../shared/core/ingest/azure/azureEntities';
import { isOfCategory, named, type AzureRecord } from '../../shared/core/ingest/azure/azureRecord';
import { entraEvent, type EntraSaying } from '../../shared/core/ingest/azure/entraEvent';
import { asText, field, isObject, textField } from '../../shared/core/ingest/field';
import type { Source } from '../../shared/core/ingest/source';

const categories = new Set([
  'signinlogs',
  'noninteractiveusersigninlogs',
  'serviceprincipalsigninlogs',
  'managedidentitysigninlogs',
  'adfssigninlogs',
  // tables of Log Analytics
  'aadnoninteractiveusersigninlogs',
  'aadserviceprincipalsigninlogs',
  'aadmanagedidentitysigninlogs',
]);

const jsonNames = [
  'status',
  'deviceDetail',
  'location',
  'locationDetails',
  'mfaDetail',
  'networkLocationDetails',
  'authenticationDetails',
  'authenticationProcessingDetails',
  'appliedConditionalAccessPolicies',
  'conditionalAccessPolicies',
  'riskEventTypes',
];

const lifted = [
  'AuthenticationRequirement',
  'RiskState',
  'RiskLevelAggregated',
  'RiskLevelDuringSignIn',
  'conditionalAccessStatus',
  'userAgent',
  'ResourceDisplayName',
  'AppDisplayName',
  'AppId',
  'NetworkLocationDetails',
  'DeviceDetail',
  'isInteractive',
];

const log = { source: 'entraSignIn', jsonNames, lifted, times: ['createdDateTime'] };

/** Entra sign-ins: of users (interactive or not), service principals, managed identities and AD FS. */
export const source: Source = {
  id: 'entraSignIn',
  order: 40,
  keys: ['category', 'timegenerated'],
  recognises: (raw) => isOfCategory(raw, categories),
  normalise: ([raw], context) => [entraEvent(log, raw!, context, say)],
  samples: [
    {
      name: 'a user fails to sign in',
      body: JSON.stringify({
        records: [
          {
            time: '2026-11-21T08:00:05.6816663Z',
            resourceId: '/tenants/00000000-0000-0000-0000-00000000000a/providers/Microsoft.aadiam',
            operationName: 'Sign-in activity',
            category: 'SignInLogs',
            resultType: '50126',
            resultDescription: 'Invalid username or password',
            callerIpAddress: '203.0.113.5',
            properties: {
              id: '00000000-0000-0000-0000-0000000000b1',
              createdDateTime: '2026-11-21T08:00:00.25+00:00',
              userPrincipalName: 'ann@example.com',
              userId: '00000000-0000-0000-0000-000000000002',
              ipAddress: '203.0.113.5',
              clientAppUsed: 'Browser',
              authenticationRequirement: 'singleFactorAuthentication',
              deviceDetail: { deviceId: '', isCompliant: false },
              status: { errorCode: 50126, failureReason: 'Invalid username or password.' },
            },
          },
        ],
      }),
      expect: [
        {
          source: 'entraSignIn',
          time: '2026-11-21T08:00:00.250Z',
          timeOrigin: 'record',
          logSource: { product: 'azure', service: 'signinlogs' },
          entities: [
            {
              type: 'account',
              name: 'ann',
              upnSuffix: 'example.com',
              aadUserId: '00000000-0000-0000-0000-000000000002',
            },
            { type: 'ip', address: '203.0.113.5' },
          ],
        },
      ],
    },
    {
      name: 'a user is signed in again without being asked, keys in lower case',
      body: '{"category":"NonInteractiveUserSignInLogs","calleripaddress":"2001:DB8::5","resulttype":0,"time":"11/21/2026 8:00:01 AM","properties":{"userPrincipalName":"bob@example.com","userId":"u-2","status":"{\\"errorCode\\":0}"}}',
      expect: [
        {
          source: 'entraSignIn',
          time: '2026-11-21T08:00:01.000Z',
          entities: [
            { type: 'account', name: 'bob', upnSuffix: 'example.com', aadUserId: 'u-2' },
            { type: 'ip', address: '2001:db8::5' },
          ],
        },
      ],
    },
    {
      name: 'a service principal and a managed identity',
      body: '{"records":[{"category":"ServicePrincipalSignInLogs","resultType":"7000215","properties":{"id":"s-1","createdDateTime":"2026-11-21T08:00:02Z","servicePrincipalId":"sp-1","servicePrincipalName":"deploy","ipAddress":"198.51.100.7"}},{"time":"2026-11-21T08:00:03Z","category":"ManagedIdentitySignInLogs","resultType":"0","properties":{"id":"s-2","servicePrincipalId":"sp-2","servicePrincipalName":"vm-1"}}]}',
      expect: [
        {
          source: 'entraSignIn',
          time: '2026-11-21T08:00:02.000Z',
          entities: [
            { type: 'account', name: 'deploy', aadUserId: 'sp-1' },
            { type: 'ip', address: '198.51.100.7' },
          ],
        },
        {
          source: 'entraSignIn',
          time: '2026-11-21T08:00:03.000Z',
          entities: [{ type: 'account', name: 'vm-1', aadUserId: 'sp-2' }],
        },
      ],
    },
    {
      name: 'a row of the table, without time and with wrong types',
      body: '{"Type":"SigninLogs","TimeGenerated":"","Id":7,"UserPrincipalName":"ann@example.com","IPAddress":["x"],"Status":"{broken","ResultType":50126}',
      expect: [
        {
          source: 'entraSignIn',
          timeOrigin: 'enqueued',
          logSource: { product: 'azure', service: 'signinlogs' },
          entities: [{ type: 'account', name: 'ann', upnSuffix: 'example.com' }],
        },
      ],
    },
  ],
};

function say({ record, properties }: AzureRecord): EntraSaying {
  const principal = textField(properties, 'userPrincipalName') || textField(properties, 'servicePrincipalName');
  const id = textField(properties, 'userId') || textField(properties, 'servicePrincipalId');
  return {
    service: 'signinlogs',
    entities: [
      ...accounts(principal, id),
      ...addresses(field(properties, 'ipAddress'), field(record, 'callerIpAddress')),
    ],
    names: sigmaNames(record, properties, principal),
  };
}

/** Names of the Log Analytics table that rules use; `Status` is what the error code says. */
function sigmaNames(record: JsonObject, properties: JsonObject, principal: string): JsonObject {
  const status = field(properties, 'status');
  const detail = isObject(status) ? status : {};
  const sent = textField(record, 'resultType');
  const code = /^\d+$/.test(sent) ? sent : asText(detail.errorCode) || sent;
  const reason = textField(record, 'resultDescription') || asText(detail.failureReason);
  return named({
    ResultType: code,
    ResultDescription: reason,
    Status: code === '0' ? 'Success' : reason || (code && 'Failure'),
    Username: principal,
    ClientApp: textField(properties, 'clientAppUsed'),
    ActivityDetails: textField(record, 'operationName') || 'Sign-in activity',
  });
}
