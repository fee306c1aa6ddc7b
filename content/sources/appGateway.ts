import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { addresses, azureResources, domains } from '../../shared/core/ingest/azure/azureEntities';
import {
  azureFields,
  azureTime,
  isOfCategory,
  named,
  readAzureRecord,
} from '../../shared/core/ingest/azure/azureRecord';
import { contentId } from '../../shared/core/ingest/contentId';
import { field, textField } from '../../shared/core/ingest/field';
import type { RawRecord, RecordContext, Source } from '../../shared/core/ingest/source';

const access = new Set(['applicationgatewayaccesslog', 'agwaccesslogs']);
const firewall = new Set(['applicationgatewayfirewalllog', 'agwfirewalllogs']);
const operations = /^ApplicationGateway(Access|Firewall)$/i;

/** Application Gateway: requests (access log) and what its web application firewall found in them. */
export const source: Source = {
  id: 'appGateway',
  order: 60,
  keys: ['category', 'timegenerated', 'operationname'],
  recognises: (raw) =>
    isOfCategory(raw, access) ||
    isOfCategory(raw, firewall) ||
    (typeof raw === 'object' && operations.test(textField(raw, 'operationName'))),
  normalise: ([raw], context) => [read(raw!, context)],
  samples: [
    {
      name: 'a request is answered',
      body: JSON.stringify({
        records: [
          {
            timeStamp: '2026-11-21T08:00:00+00:00',
            resourceId:
              '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/APPLICATIONGATEWAYS/G1',
            operationName: 'ApplicationGatewayAccess',
            category: 'ApplicationGatewayAccessLog',
            properties: {
              instanceId: 'appgw_1',
              clientIP: '203.0.113.5',
              clientPort: 4711,
              httpMethod: 'GET',
              requestUri: '/index.html',
              requestQuery: 'q=1',
              userAgent: 'curl/8',
              httpStatus: 200,
              host: 'www.example.com',
              serverStatus: '200',
            },
          },
        ],
      }),
      expect: [
        {
          source: 'appGateway',
          time: '2026-11-21T08:00:00.000Z',
          logSource: { product: 'azure', service: 'appgateway', category: 'webserver' },
          entities: [
            { type: 'ip', address: '203.0.113.5' },
            {
              type: 'azure-resource',
              resourceId:
                '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/APPLICATIONGATEWAYS/G1',
            },
            { type: 'dns', domainName: 'www.example.com' },
          ],
        },
      ],
    },
    {
      name: 'the firewall blocks a request',
      body: '{"timeStamp":"2026-11-21T08:00:01Z","operationName":"ApplicationGatewayFirewall","category":"ApplicationGatewayFirewallLog","properties":{"instanceId":"appgw_1","clientIp":"198.51.100.7","clientPort":"","requestUri":"/x?a=1","ruleSetType":"OWASP_CRS","ruleId":"949110","message":"Anomaly score exceeded","action":"Blocked","hostname":"www.example.com","transactionId":"t-1"}}',
      expect: [
        {
          source: 'appGateway',
          time: '2026-11-21T08:00:01.000Z',
          logSource: { product: 'azure', service: 'waf' },
          entities: [
            { type: 'ip', address: '198.51.100.7' },
            { type: 'dns', domainName: 'www.example.com' },
          ],
        },
      ],
    },
    {
      name: 'a log without time and with wrong types',
      body: '{"operationName":"ApplicationGatewayAccess","properties":{"clientIP":7,"httpStatus":"x","requestUri":["/"]}}',
      expect: [{ source: 'appGateway', timeOrigin: 'enqueued', entities: [] }],
    },
  ],
};

function read(raw: RawRecord, context: RecordContext): TelemetryEvent {
  const log = readAzureRecord(raw, context);
  const { record, properties, resourceId } = log;
  const isFirewall = isOfCategory(record, firewall) || /Firewall$/i.test(textField(record, 'operationName'));
  const time = azureTime(record, context);
  return {
    id: contentId('appGateway', record, time.timeOrigin === 'record' ? '' : context.position),
    source: 'appGateway',
    ...time,
    resourceId,
    logSource: isFirewall
      ? { product: 'azure', service: 'waf' }
      : { product: 'azure', service: 'appgateway', category: 'webserver' },
    entities: [
      ...addresses(field(properties, 'clientIp')),
      ...azureResources(resourceId),
      ...domains(hostOf(properties)),
    ],
    fields: azureFields(log, w3cNames(properties)),
  };
}

const hostOf = (properties: JsonObject): string =>
  ['originalHost', 'host', 'hostname'].map((name) => textField(properties, name)).find((name) => name !== '') ?? '';

/** Names of the W3C log format, in which Sigma's rules for web servers are written. */
function w3cNames(properties: JsonObject): JsonObject {
  const [stem = '', query = ''] = textField(properties, 'requestUri').split('?', 2);
  return named({
    'cs-method': textField(properties, 'httpMethod'),
    'cs-uri-stem': stem,
    'cs-uri-query': textField(properties, 'requestQuery') || query,
    'cs-user-agent': textField(properties, 'userAgent'),
    'cs-host': hostOf(properties),
    'sc-status': field(properties, 'httpStatus'),
    'c-ip': textField(properties, 'clientIp'),
  });
}
