import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { accounts, addresses, azureResources } from '../../shared/core/ingest/azure/azureEntities';
import {
  azureFields,
  azureTime,
  firstTime,
  isOfCategory,
  named,
  readAzureRecord,
} from '../../shared/core/ingest/azure/azureRecord';
import { contentId } from '../../shared/core/ingest/contentId';
import { asText, field, textField } from '../../shared/core/ingest/field';
import type { RawRecord, RecordContext, Source } from '../../shared/core/ingest/source';

const categories = new Set(['sqlsecurityauditevents', 'devopsoperationsaudit']);
/** Names of the audit schema and of the dedicated table, which writes them together: `client_ip` is `ClientIp`. */
const names = [
  'action_id',
  'action_name',
  'succeeded',
  'client_ip',
  'application_name',
  'host_name',
  'server_principal_name',
  'database_principal_name',
  'database_name',
  'server_instance_name',
  'object_name',
  'statement',
  'affected_rows',
  'response_rows',
  'event_time',
];

/** The audit log of Azure SQL, and of operations that Microsoft's engineers run on it. */
export const source: Source = {
  id: 'sqlAudit',
  order: 60,
  keys: ['category', 'timegenerated'],
  recognises: (raw) => isOfCategory(raw, categories),
  normalise: ([raw], context) => [read(raw!, context)],
  samples: [
    {
      name: 'a query is run',
      body: JSON.stringify({
        records: [
          {
            time: '2026-11-21T08:00:05Z',
            resourceId:
              '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.SQL/SERVERS/S1/DATABASES/D1',
            category: 'SQLSecurityAuditEvents',
            operationName: 'AuditEvent',
            properties: {
              action_id: 'BCM',
              action_name: 'BATCH COMPLETED',
              succeeded: 'true',
              client_ip: '203.0.113.5',
              application_name: 'sqlcmd',
              server_principal_name: 'ann@example.com',
              database_name: 'd1',
              statement: 'select 1',
              event_time: '2026-11-21T08:00:00.250Z',
            },
          },
        ],
      }),
      expect: [
        {
          source: 'sqlAudit',
          time: '2026-11-21T08:00:00.250Z',
          logSource: { product: 'azure', service: 'sqlaudit' },
          entities: [
            { type: 'account', name: 'ann', upnSuffix: 'example.com' },
            { type: 'ip', address: '203.0.113.5' },
            {
              type: 'azure-resource',
              resourceId:
                '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.SQL/SERVERS/S1/DATABASES/D1',
            },
          ],
        },
      ],
    },
    {
      name: 'a log-in fails, row of the table AzureDiagnostics',
      body: '{"Type":"AzureDiagnostics","Category":"SQLSecurityAuditEvents","TimeGenerated":"2026-11-21T08:00:01Z","action_name_s":"DATABASE AUTHENTICATION FAILED","succeeded_s":"false","client_ip_s":"198.51.100.7","server_principal_name_s":"sa","affected_rows_d":0}',
      expect: [
        {
          source: 'sqlAudit',
          time: '2026-11-21T08:00:01.000Z',
          entities: [
            { type: 'account', name: 'sa' },
            { type: 'ip', address: '198.51.100.7' },
          ],
        },
      ],
    },
    {
      name: 'a row of the dedicated table',
      body: '{"Type":"SQLSecurityAuditEvents","TimeGenerated":"2026-11-21T08:00:02Z","ClientIp":"Internal","ServerPrincipalName":"bob","Succeeded":true}',
      expect: [{ source: 'sqlAudit', entities: [{ type: 'account', name: 'bob' }] }],
    },
    {
      name: 'an event without time and with wrong types',
      body: '{"category":"DevOpsOperationsAudit","properties":{"client_ip":{},"event_time":[],"succeeded":0}}',
      expect: [{ source: 'sqlAudit', timeOrigin: 'enqueued', entities: [] }],
    },
  ],
};

function read(raw: RawRecord, context: RecordContext): TelemetryEvent {
  const audit = readAzureRecord(raw, context);
  const { record, properties, resourceId } = audit;
  const said = Object.fromEntries(
    names.map((name) => [name, field(properties, name) ?? field(properties, name.replaceAll('_', ''))]),
  );
  const told = firstTime(context, said.event_time);
  const time = told.timeOrigin === 'record' ? told : azureTime(record, context);
  const user = textField(named(said), 'server_principal_name') || asText(said.database_principal_name);
  return {
    id: contentId('sqlAudit', record, time.timeOrigin === 'record' ? '' : context.position),
    source: 'sqlAudit',
    ...time,
    resourceId,
    logSource: { product: 'azure', service: 'sqlaudit' },
    entities: [...accounts(user), ...addresses(said.client_ip), ...azureResources(resourceId)],
    fields: azureFields(audit, named(said)),
  };
}
