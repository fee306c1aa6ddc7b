import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { azureResources } from '../../shared/core/ingest/azure/azureEntities';
import { isOfCategory, pick, readAzureRecord } from '../../shared/core/ingest/azure/azureRecord';
import { kubernetesEvent } from '../../shared/core/ingest/cloud/kubernetesEvent';
import { field, isObject, jsonField } from '../../shared/core/ingest/field';
import { redactSignatures } from '../../shared/core/ingest/redact';
import type { RawRecord, RecordContext, Source } from '../../shared/core/ingest/source';

const categories = new Set(['kube-audit', 'kube-audit-admin', 'aksaudit', 'aksauditadmin']);
const envelope = ['category', 'operationName', 'resourceId'];

/** The Kubernetes audit log of a managed cluster: an event as JSON text within a record of Azure Monitor. */
export const source: Source = {
  id: 'aksAudit',
  order: 60,
  keys: ['category', 'timegenerated'],
  recognises: (raw) => isOfCategory(raw, categories),
  normalise: ([raw], context) => [read(raw!, context)],
  samples: [
    {
      name: 'a pod is created',
      body: JSON.stringify({
        records: [
          {
            time: '2026-11-21T08:00:01Z',
            category: 'kube-audit',
            operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
            resourceId:
              '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/C1',
            properties: {
              log: JSON.stringify({
                kind: 'Event',
                apiVersion: 'audit.k8s.io/v1',
                auditID: '00000000-0000-0000-0000-0000000000c1',
                stage: 'ResponseComplete',
                verb: 'create',
                user: { username: 'ann@example.com', groups: ['system:authenticated'] },
                sourceIPs: ['203.0.113.5', '10.0.0.1'],
                objectRef: { resource: 'pods', namespace: 'default', name: 'p' },
                requestObject: { spec: { volumes: [{ hostPath: { path: '/data' } }] } },
                responseStatus: { code: 201 },
                requestReceivedTimestamp: '2026-11-21T08:00:00.123456Z',
                stageTimestamp: '2026-11-21T08:00:00.223456Z',
              }),
              stream: 'stdout',
              pod: 'kube-apiserver-1',
            },
          },
        ],
      }),
      expect: [
        {
          source: 'aksAudit',
          time: '2026-11-21T08:00:00.223Z',
          logSource: { product: 'kubernetes', category: 'application', service: 'audit' },
          entities: [
            { type: 'account', name: 'ann', upnSuffix: 'example.com' },
            { type: 'ip', address: '203.0.113.5' },
            { type: 'ip', address: '10.0.0.1' },
            {
              type: 'azure-resource',
              resourceId:
                '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/C1',
            },
          ],
        },
      ],
    },
    {
      name: 'the log of administrators, an event without id',
      body: '{"category":"kube-audit-admin","time":"2026-11-21T08:00:02Z","properties":{"log":"{\\"kind\\":\\"Event\\",\\"apiVersion\\":\\"audit.k8s.io/v1\\",\\"verb\\":\\"delete\\",\\"user\\":{\\"username\\":\\"system:node\\"},\\"sourceIPs\\":\\"none\\"}"}}',
      expect: [
        {
          source: 'aksAudit',
          time: '2026-11-21T08:00:02.000Z',
          entities: [{ type: 'account', name: 'system:node' }],
        },
      ],
    },
    {
      name: 'a log that is cut off, and no time',
      body: '{"category":"kube-audit","properties":{"log":"{\\"kind\\":\\"Ev"}}',
      expect: [{ source: 'aksAudit', timeOrigin: 'enqueued', entities: [] }],
    },
  ],
};

function read(raw: RawRecord, context: RecordContext): TelemetryEvent {
  const { record, properties, resourceId } = readAzureRecord(raw, context);
  // rows of the table AKSAudit have the event's members as columns
  const opened = jsonField(field(properties, 'log') ?? field(properties, 'log_s'));
  const audit = isObject(opened) ? redactSignatures(opened) : record;
  const logged = field(record, 'time') ?? record.TimeGenerated;
  const event = kubernetesEvent('aksAudit', audit, context, logged, resourceId);
  return {
    ...event,
    entities: [...event.entities, ...azureResources(resourceId)],
    fields: { ...pick(record, envelope), ...event.fields },
  };
}
