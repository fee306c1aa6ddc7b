import type { JsonObject } from '../../../model/json';
import { type ForeignAlert, severityOf } from '../microsoft/foreignAlert';
import { objectsAt, textAt, textsAt } from './memberAt';

/** Namespaces of ASFF finding types that tell of something that happens; checks and vulnerabilities are for posture. */
const threats = /^(?:TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)\b/i;

/** A finding of a threat as an alert; undefined for the result of a check and for a vulnerability. */
export function securityHubAlert(finding: JsonObject, seenAt: string): ForeignAlert | undefined {
  const type = textsAt(finding, 'Types').find((one) => threats.test(one));
  if (type === undefined || textAt(finding, 'Compliance', 'Status') !== '') return undefined;
  const [resource] = objectsAt(finding, 'Resources');
  const remediation = textAt(finding, 'Remediation', 'Recommendation', 'Text');
  const product = textAt(finding, 'ProductName') || textAt(finding, 'ProductArn').split('/').at(-1)!;
  return {
    id: textAt(finding, 'Id'),
    productName: /^guardduty$/i.test(product) ? 'Amazon GuardDuty' : product || 'AWS Security Hub',
    vendorName: companyOf(textAt(finding, 'CompanyName')),
    alertType: type,
    title: textAt(finding, 'Title') || type,
    description: textAt(finding, 'Description'),
    severity: severityOf(textAt(finding, 'Severity', 'Label')),
    status: statusOf(textAt(finding, 'RecordState'), textAt(finding, 'Workflow', 'Status')),
    tactics: type.split('/').slice(1, 2),
    techniques: [],
    compromisedEntity: textAt(resource, 'Id').split(/[:/]/).at(-1) ?? '',
    remediationSteps: remediation === '' ? [] : [remediation],
    startTime: textAt(finding, 'FirstObservedAt') || textAt(finding, 'CreatedAt') || seenAt,
    endTime: textAt(finding, 'LastObservedAt') || seenAt,
    link: textAt(finding, 'SourceUrl'),
    updatedTime: textAt(finding, 'UpdatedAt') || seenAt,
    properties: { ...(textAt(finding, 'AwsAccountId') && { Account: textAt(finding, 'AwsAccountId') }) },
  };
}

/** Amazon's own products are named by either. */
const companyOf = (company: string): string => (company === '' || /^(?:amazon|aws)$/i.test(company) ? 'AWS' : company);

const statusOf = (record: string, workflow: string): string =>
  /^archived$/i.test(record) ? 'Archived' : workflow || 'New';
