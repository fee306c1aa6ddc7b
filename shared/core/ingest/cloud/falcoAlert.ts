import type { Severity } from '../../../model/alert';
import type { JsonObject } from '../../../model/json';
import type { ForeignAlert } from '../microsoft/foreignAlert';
import { firstText, objectAt, textAt, textsAt } from './memberAt';

/** Falco's priorities from the gravest down; Informational and Debug are events, no alerts. */
const severities: Readonly<Record<string, Severity>> = {
  emergency: 'High',
  alert: 'High',
  critical: 'High',
  error: 'Medium',
  warning: 'Medium',
  notice: 'Low',
};

/** Rules fire for every event: those of one rule, host and container are one alert an hour. */
export function falcoAlert(event: JsonObject, seenAt: string): ForeignAlert | undefined {
  const priority = textAt(event, 'priority').toLowerCase();
  if (!Object.hasOwn(severities, priority)) return undefined;
  const rule = textAt(event, 'rule');
  const fields = objectAt(event, 'output_fields');
  const host = textAt(event, 'hostname') || firstText(fields, 'evt.hostname', 'k8s.node.name');
  const container = firstText(fields, 'container.id', 'k8s.pod.name');
  const tags = textsAt(event, 'tags');
  return {
    id: textAt(event, 'uuid'),
    group: [rule, host, container].join('|'),
    productName: 'Falco',
    vendorName: 'Falco',
    alertType: `Falco_${rule}`,
    title: rule,
    description: textAt(event, 'output'),
    severity: severities[priority]!,
    status: 'New',
    tactics: tags.flatMap((tag) => (/^mitre_/i.test(tag) ? [tag.slice('mitre_'.length)] : [])),
    techniques: tags.filter((tag) => /^T\d{4}/.test(tag)),
    compromisedEntity: host,
    remediationSteps: [],
    startTime: seenAt,
    endTime: seenAt,
    link: '',
    properties: {
      Priority: priority,
      ...(container !== '' && { Container: container }),
      ...(firstText(fields, 'k8s.ns.name') && { Namespace: firstText(fields, 'k8s.ns.name') }),
    },
  };
}
