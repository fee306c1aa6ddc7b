import type { JsonObject } from '../../shared/model/json';
import type { LogSource, TelemetryEvent } from '../../shared/model/telemetryEvent';
import { addresses, azureResources, domains, urls } from '../../shared/core/ingest/azure/azureEntities';
import { azureFields, azureTime, named, readAzureRecord, tableOf } from '../../shared/core/ingest/azure/azureRecord';
import { readFirewallMessage } from '../../shared/core/ingest/azure/firewallMessage';
import { contentId } from '../../shared/core/ingest/contentId';
import { field, textField } from '../../shared/core/ingest/field';
import type { RawRecord, RecordContext, Source } from '../../shared/core/ingest/source';

const structured = /^AZFW[A-Z]\w*$/i;
const older = /^AzureFirewall(?:NetworkRule|ApplicationRule|DnsProxy|ThreatIntelLog)$/i;

/** Azure Firewall: the structured log, and the older one that tells everything in one sentence. */
export const source: Source = {
  id: 'azureFirewall',
  order: 60,
  keys: ['category', 'timegenerated'],
  recognises: (raw) => typeof raw === 'object' && kindOf(raw) !== '',
  normalise: ([raw], context) => [read(raw!, context)],
  samples: [
    {
      name: 'a connection is denied by a rule',
      body: JSON.stringify({
        records: [
          {
            time: '2026-11-21T08:00:00.992099+00:00',
            resourceId:
              '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/AZUREFIREWALLS/F1',
            category: 'AZFWNetworkRule',
            operationName: 'AzureFirewallNetworkRuleLog',
            properties: {
              Protocol: 'TCP',
              SourceIp: '10.0.0.4',
              SourcePort: 49680,
              DestinationIp: '203.0.113.5',
              DestinationPort: 1688,
              Action: 'Deny',
              Policy: 'p',
              Rule: 'r',
            },
          },
        ],
      }),
      expect: [
        {
          source: 'azureFirewall',
          time: '2026-11-21T08:00:00.992Z',
          logSource: { product: 'azure', service: 'azurefirewall', category: 'firewall' },
          entities: [
            { type: 'ip', address: '10.0.0.4' },
            { type: 'ip', address: '203.0.113.5' },
            {
              type: 'azure-resource',
              resourceId:
                '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/AZUREFIREWALLS/F1',
            },
          ],
        },
      ],
    },
    {
      name: 'a sentence of the older log',
      body: '{"time":"2026-11-21T08:00:01Z","category":"AzureFirewallNetworkRule","operationName":"AzureFirewallNatRuleLog","properties":{"msg":"TCP request from 203.0.113.9:4000 to 198.51.100.2:3389 was DNAT\'ed to 10.0.0.2:3389. Policy: p. Rule Collection Group: g. Rule Collection: c. Rule: r"}}',
      expect: [
        {
          source: 'azureFirewall',
          entities: [
            { type: 'ip', address: '203.0.113.9' },
            { type: 'ip', address: '198.51.100.2' },
            { type: 'ip', address: '10.0.0.2' },
          ],
        },
      ],
    },
    {
      name: 'a name is asked for, row of the table',
      body: '{"Type":"AZFWDnsQuery","TimeGenerated":"2026-11-21T08:00:02Z","SourceIp":"10.0.0.5","QueryName":"www.example.com.","QueryType":"A"}',
      expect: [
        {
          source: 'azureFirewall',
          logSource: { product: 'azure', service: 'azurefirewall', category: 'dns' },
          entities: [
            { type: 'ip', address: '10.0.0.5' },
            { type: 'dns', domainName: 'www.example.com' },
          ],
        },
      ],
    },
    {
      name: 'a log without time and with wrong types',
      body: '{"category":"AzureFirewallApplicationRule","properties":{"msg":["x"],"Fqdn":7}}',
      expect: [{ source: 'azureFirewall', timeOrigin: 'enqueued', entities: [] }],
    },
  ],
};

/** The category, or the table of a row. */
function kindOf(raw: JsonObject): string {
  return [textField(raw, 'category'), tableOf(raw)].find((kind) => structured.test(kind) || older.test(kind)) ?? '';
}

function logSourceOf(kind: string): LogSource {
  const category = /dns/i.test(kind) ? 'dns' : /application/i.test(kind) ? 'proxy' : 'firewall';
  return { product: 'azure', service: 'azurefirewall', category };
}

function read(raw: RawRecord, context: RecordContext): TelemetryEvent {
  const log = readAzureRecord(raw, context);
  const { record, properties, resourceId } = log;
  const said = {
    ...readFirewallMessage(textField(properties, 'msg') || textField(properties, 'msg_s')),
    ...properties,
  };
  const target = textField(said, 'TargetUrl');
  const time = azureTime(record, context);
  return {
    id: contentId('azureFirewall', record, time.timeOrigin === 'record' ? '' : context.position),
    source: 'azureFirewall',
    ...time,
    resourceId,
    logSource: logSourceOf(kindOf(record)),
    entities: [
      ...addresses(field(said, 'SourceIp'), field(said, 'DestinationIp'), field(said, 'TranslatedIp')),
      ...azureResources(resourceId),
      ...domains(textField(said, 'Fqdn') || textField(said, 'QueryName')),
      ...urls(/^https?:/i.test(target) ? target : target && `https://${target}`),
    ],
    fields: azureFields({ ...log, properties: said }, sigmaNames(said)),
  };
}

/** What rules for firewalls, proxies and name servers call it. */
const sigmaNames = (said: JsonObject): JsonObject =>
  named({
    src_ip: field(said, 'SourceIp'),
    src_port: field(said, 'SourcePort'),
    dst_ip: field(said, 'DestinationIp'),
    dst_port: field(said, 'DestinationPort'),
    action: field(said, 'Action'),
    'cs-host': field(said, 'Fqdn'),
    'c-uri': field(said, 'TargetUrl'),
    query: field(said, 'QueryName'),
    record_type: field(said, 'QueryType'),
  });
