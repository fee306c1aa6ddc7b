import type { Severity } from '../../../model/alert';
import type { JsonObject } from '../../../model/json';
import type { ForeignAlert } from '../microsoft/foreignAlert';
import { firstText, memberAt, textAt } from './memberAt';

/**
 * A finding of GuardDuty as an alert. Its ARN is its id, since Security Hub passes the finding on under it. Severity is a number:
 * from 7 High, from 4 Medium, from 1 Low (GuardDuty's own bands; 9 and above is critical).
 */
export function guardDutyAlert(finding: JsonObject, seenAt: string): ForeignAlert {
  const type = textAt(finding, 'type');
  const region = textAt(finding, 'region');
  return {
    id: firstText(finding, 'arn', 'id'),
    productName: 'Amazon GuardDuty',
    vendorName: 'AWS',
    alertType: type,
    title: textAt(finding, 'title') || type,
    description: textAt(finding, 'description'),
    severity: severityOf(Number(textAt(finding, 'severity'))),
    status: statusOf(finding),
    tactics: [type.split(':', 1)[0]!],
    techniques: [],
    compromisedEntity: firstText(memberAt(finding, 'resource', 'instanceDetails'), 'instanceId'),
    remediationSteps: [],
    startTime: textAt(finding, 'service', 'eventFirstSeen') || seenAt,
    endTime: textAt(finding, 'service', 'eventLastSeen') || seenAt,
    link: linkOf(region, textAt(finding, 'id')),
    updatedTime: textAt(finding, 'updatedAt') || seenAt,
    properties: {
      ...named('Account', textAt(finding, 'accountId')),
      ...named('Region', region),
      ...named('Count', textAt(finding, 'service', 'count')),
    },
  };
}

function severityOf(score: number): Severity {
  if (score >= 7) return 'High';
  if (score >= 4) return 'Medium';
  return score >= 1 ? 'Low' : 'Informational';
}

/** What GuardDuty makes on request, to show how findings look, has not happened. */
function statusOf(finding: JsonObject): string {
  if (textAt(finding, 'service', 'archived') === 'true') return 'Archived';
  return textAt(finding, 'service', 'additionalInfo', 'sample') === 'true' ? 'Dismissed' : 'Active';
}

const host = ['console', 'aws.amazon.com'].join('.');

const linkOf = (region: string, id: string): string =>
  /^[a-z0-9-]{1,32}$/.test(region) && /^[\w-]{1,128}$/.test(id)
    ? `https://${host}/guardduty/home?region=${region}#/findings?search=id%3D${id}`
    : '';

const named = (name: string, value: string): Record<string, string> => (value === '' ? {} : { [name]: value });
