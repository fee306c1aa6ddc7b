import type { JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { cloudWatchEntries } from '../../shared/core/ingest/cloud/cloudWatchLogs';
import { isKubernetesAudit, kubernetesEvent } from '../../shared/core/ingest/cloud/kubernetesEvent';
import { objectsAt, textAt } from '../../shared/core/ingest/cloud/memberAt';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['apiversion', 'kind', 'logevents'];

/** Audit events of a Kubernetes API server: alone, as the list that its webhook sends, or from EKS by CloudWatch Logs. */
export const source: Source = {
  id: 'kubernetesAudit',
  order: 100,
  keys: marks,
  recognises: (raw) =>
    typeof raw === 'object' && hasAny(raw, marks) && (isKubernetesAudit(raw) || eventsIn(raw).length > 0),
  normalise: ([raw], context) => readAll(raw as JsonObject, context),
  samples: [
    {
      name: 'a pod with a path of its host is made',
      body: '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"00000000-0000-0000-0000-000000000005","stage":"ResponseComplete","requestURI":"/api/v1/namespaces/default/pods","verb":"create","user":{"username":"ann@example.com","groups":["system:authenticated"]},"sourceIPs":["203.0.113.8","192.0.2.1"],"userAgent":"kubectl/v1","objectRef":{"resource":"pods","namespace":"default","name":"web","apiVersion":"v1"},"responseStatus":{"code":201},"requestObject":{"spec":{"containers":[{"securityContext":{"capabilities":{"add":["NET_BIND_SERVICE"]}}}],"volumes":[{"hostPath":{"path":"/data"}}]}},"requestReceivedTimestamp":"2026-11-21T08:00:00.000001Z","stageTimestamp":"2026-11-21T08:00:00.250001Z"}',
      expect: [
        {
          source: 'kubernetesAudit',
          time: '2026-11-21T08:00:00.250Z',
          timeOrigin: 'record',
          logSource: { product: 'kubernetes', category: 'application', service: 'audit' },
          entities: [
            { type: 'account', name: 'ann', upnSuffix: 'example.com' },
            { type: 'ip', address: '203.0.113.8' },
            { type: 'ip', address: '192.0.2.1' },
          ],
        },
      ],
    },
    {
      name: 'the list of a webhook: two stages of one request',
      body: '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[{"auditID":"a","stage":"RequestReceived","verb":"get","kind":"Event","user":{"username":"u"}},{"auditID":"a","stage":"ResponseComplete","verb":"get","kind":"Event","user":{"username":"u"}}]}',
      expect: [{ source: 'kubernetesAudit', timeOrigin: 'enqueued' }, { source: 'kubernetesAudit' }],
    },
    {
      name: 'EKS by CloudWatch Logs',
      body: '{"messageType":"DATA_MESSAGE","owner":"000000000001","logGroup":"/aws/eks/prod/cluster","logStream":"kube-apiserver-audit-1","logEvents":[{"id":"1","timestamp":1795248002000,"message":"{\\"kind\\":\\"Event\\",\\"apiVersion\\":\\"audit.k8s.io/v1\\",\\"auditID\\":\\"b\\",\\"stage\\":\\"ResponseComplete\\",\\"verb\\":\\"list\\",\\"user\\":{\\"username\\":\\"system:node\\"}}"}]}',
      expect: [{ source: 'kubernetesAudit', time: '2026-11-21T08:00:02.000Z', resourceId: 'eks/prod' }],
    },
    {
      name: 'no time, wrong types',
      body: '{"apiVersion":"audit.k8s.io/v1","kind":"Event","auditID":7,"stage":[],"user":"root","sourceIPs":"203.0.113.8","objectRef":[],"requestObject":{"spec":{"volumes":{"hostPath":"x"}}}}',
      expect: [
        { source: 'kubernetesAudit', timeOrigin: 'enqueued', entities: [{ type: 'ip', address: '203.0.113.8' }] },
      ],
    },
  ],
};

/** Events of a list or of CloudWatch, with what their carrier knows. */
function eventsIn(raw: JsonObject) {
  if (textAt(raw, 'kind') === 'EventList' && textAt(raw, 'apiVersion').startsWith('audit.k8s.io/')) {
    return objectsAt(raw, 'items').map((message) => ({ message, timestamp: undefined, cluster: '' }));
  }
  const name = /^\/aws\/eks\/([\w-]{1,100})\//.exec(textAt(raw, 'logGroup'))?.[1];
  const cluster = name === undefined ? '' : `eks/${name}`;
  return cloudWatchEntries(raw).flatMap(({ message, timestamp }) =>
    typeof message === 'object' && isKubernetesAudit(message) ? [{ message, timestamp, cluster }] : [],
  );
}

function readAll(raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  if (isKubernetesAudit(raw)) return [kubernetesEvent('kubernetesAudit', raw, context)];
  const events = eventsIn(raw);
  if (events.length === 0) throw new Rejected('NotKubernetesAudit', 'The record must be an Event of audit.k8s.io');
  return events.map(({ message, timestamp, cluster }, index) => {
    const place = { ...context, position: `${context.position}/${index}` };
    return kubernetesEvent('kubernetesAudit', message, place, timestamp, cluster);
  });
}
