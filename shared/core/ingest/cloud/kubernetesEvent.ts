import type { Json, JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { isObject } from '../field';
import { timeOr } from '../recordTime';
import type { RecordContext } from '../source';
import { accountOf, addressOf, distinct } from './entityOf';
import { firstText, memberAt, objectAt, objectsAt, textAt } from './memberAt';
import { recordIdentity } from './recordIdentity';

/** One event of audit.k8s.io; exports that lost version and id still name verb and object. */
export function isKubernetesAudit(record: JsonObject): boolean {
  if (textAt(record, 'apiVersion').startsWith('audit.k8s.io/')) return textAt(record, 'kind') !== 'EventList';
  if (textAt(record, 'kind') !== 'Event') return false;
  if (textAt(record, 'auditID') !== '') return true;
  const acted = isObject(memberAt(record, 'objectRef')) || isObject(memberAt(record, 'user'));
  return acted && (textAt(record, 'verb') !== '' || isObject(memberAt(record, 'responseStatus')));
}

/**
 * The event of one audit record. Several stages share one auditID, so both name it. `logged` is the time of the carrier, `resourceId` the
 * cluster where the carrier knows it.
 */
export function kubernetesEvent(
  source: string,
  raw: JsonObject,
  context: RecordContext,
  logged?: Json,
  resourceId = '',
): TelemetryEvent {
  const stamped = firstText(raw, 'stageTimestamp', 'requestReceivedTimestamp', 'timestamp');
  const time = timeOr(stamped || logged, context);
  const addresses = memberAt(raw, 'sourceIPs');
  return {
    id: recordIdentity('kubernetes', [textAt(raw, 'auditID'), textAt(raw, 'stage')], raw, time, context),
    source,
    ...time,
    resourceId,
    logSource: { product: 'kubernetes', category: 'application', service: 'audit' },
    entities: distinct([
      ...accountOf(textAt(raw, 'user', 'username'), { uid: textAt(raw, 'user', 'uid') }),
      ...accountOf(textAt(raw, 'impersonatedUser', 'username')),
      ...(Array.isArray(addresses) ? addresses.flatMap(addressOf) : addressOf(addresses)),
    ]),
    fields: { ...raw, ...sigmaNames(raw) },
  };
}

/** Names that rules use alone: the group of the object, paths of the host and capabilities anywhere in a pod's specification. */
function sigmaNames(raw: JsonObject): JsonObject {
  const apiGroup = textAt(raw, 'objectRef', 'apiGroup');
  const spec = objectAt(raw, 'requestObject', 'spec');
  const pod = isObject(memberAt(spec, 'template', 'spec')) ? objectAt(spec, 'template', 'spec') : spec;
  const containers = ['containers', 'initContainers'].flatMap((name) => objectsAt(pod, name));
  const capabilities = containers.flatMap((one) => memberAt(one, 'securityContext', 'capabilities', 'add') ?? []);
  const hostPath = objectsAt(pod, 'volumes').flatMap((one) => textAt(one, 'hostPath', 'path') || []);
  return {
    ...(apiGroup !== '' && { apiGroup }),
    ...(capabilities.length > 0 && { capabilities: capabilities.flat() }),
    ...(hostPath.length > 0 && { hostPath }),
  };
}
