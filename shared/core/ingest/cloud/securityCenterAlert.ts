import type { JsonObject } from '../../../model/json';
import { type ForeignAlert, severityOf } from '../microsoft/foreignAlert';
import { memberAt, textAt, textsAt } from './memberAt';

const vendor = { vendorName: 'Google', productName: 'Google Security Command Center' };

/** A finding of class THREAT as an alert; misconfigurations and vulnerabilities are for posture, and so is what names no class. */
export function findingAlert(finding: JsonObject, seenAt: string): ForeignAlert | undefined {
  const isThreat =
    textAt(finding, 'findingClass').toUpperCase() === 'THREAT' ||
    memberAt(finding, 'sourceProperties', 'detectionCategory') !== undefined;
  if (!isThreat) return undefined;
  const category = textAt(finding, 'category');
  const nextSteps = textAt(finding, 'nextSteps');
  return {
    ...vendor,
    id: textAt(finding, 'canonicalName') || textAt(finding, 'name'),
    alertType: category,
    title: category,
    description: textAt(finding, 'description'),
    severity: severityOf(textAt(finding, 'severity')),
    status: /^inactive$/i.test(textAt(finding, 'state')) ? 'Inactive' : 'Active',
    tactics: textsAt(finding, 'mitreAttack', 'primaryTactic'),
    techniques: textsAt(finding, 'mitreAttack', 'primaryTechniques'),
    compromisedEntity: textAt(finding, 'resourceName').split('/').at(-1) ?? '',
    remediationSteps: nextSteps === '' ? [] : [nextSteps],
    startTime: textAt(finding, 'createTime') || seenAt,
    endTime: seenAt,
    link: textAt(finding, 'externalUri'),
    updatedTime: seenAt,
  };
}

/** The older log of Event Threat Detection tells every detection once. */
export function threatLogAlert(entry: JsonObject, seenAt: string): ForeignAlert {
  const rule = textAt(entry, 'jsonPayload', 'detectionCategory', 'ruleName');
  return {
    ...vendor,
    id: `${textAt(entry, 'logName')}|${textAt(entry, 'timestamp')}|${textAt(entry, 'insertId')}`,
    alertType: rule,
    title: rule,
    description: '',
    severity: severityOf(textAt(entry, 'jsonPayload', 'detectionPriority')),
    status: 'Active',
    tactics: [],
    techniques: [],
    compromisedEntity: '',
    remediationSteps: [],
    startTime: seenAt,
    endTime: seenAt,
    link: '',
  };
}
