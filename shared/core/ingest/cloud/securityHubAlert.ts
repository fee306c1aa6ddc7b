import type { JsonObject } from '../../../model/json';
import { type ForeignAlert, severityOf } from '../microsoft/foreignAlert';
import { objectsAt, textAt, textsAt } from './memberAt';

/** Namespaces of ASFF finding types that tell of something that happens; checks and vulnerabilities are for posture. */
const threats = /^(?:TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)\b/i;

/** A finding of a threat as an alert; undefined for the result of a check, a vulnerability, and where no issue was found. */
export function securityHubAlert(finding: JsonObject, seenAt: string): ForeignAlert | undefined {
  const said = textsAt(finding, 'Types');
  const types = said.length > 0 ? said : textsAt(finding, 'FindingProviderFields', 'Types');
  const type = types.find((one) => threats.test(one));
  if (type === undefined || textAt(finding, 'Compliance', 'Status') !== '') return undefined;
  const severity =
    textAt(finding, 'Severity', 'Label') || textAt(finding, 'FindingProviderFields', 'Severity', 'Label');
  // ASFF: INFORMATIONAL means that no issue was found
  if (/^informational$/i.test(severity)) return undefined;
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
    severity: severityOf(severity),
    status: statusOf(finding),
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

/** What its product or a person calls false, or a sample made on request, has not happened. */
function statusOf(finding: JsonObject): string {
  if (/^archived$/i.test(textAt(finding, 'RecordState'))) return 'Archived';
  const judged = /^(?:false|benign)_positive$/i.test(textAt(finding, 'VerificationState'));
  if (judged || textAt(finding, 'Sample') === 'true') return 'Dismissed';
  return textAt(finding, 'Workflow', 'Status') || textAt(finding, 'WorkflowState') || 'New';
}
