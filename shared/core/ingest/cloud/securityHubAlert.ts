import type { JsonObject } from '../../../model/json';
import { type ForeignAlert, severityOf } from '../microsoft/foreignAlert';
import { objectsAt, textAt, textsAt } from './memberAt';

/** Namespaces of ASFF finding types that tell of something that happens; checks, vulnerabilities and where data lies are for posture. */
const threats = /^(?:TTPs|Effects|Unusual Behaviors)\b/i;
/** Access Analyzer and Macie say so of a policy that lets others in; of a threat only where somebody acted. */
const exposure = /^Effects\/Data Exposure\b/i;

/** A finding of a threat as an alert; undefined for a state, such as the result of a check, and where no issue was found. */
export function securityHubAlert(finding: JsonObject, seenAt: string): ForeignAlert | undefined {
  const said = textsAt(finding, 'Types');
  const types = said.length > 0 ? said : textsAt(finding, 'FindingProviderFields', 'Types');
  const type = types.find((one) => threats.test(one));
  if (type === undefined || textAt(finding, 'Compliance', 'Status') !== '') return undefined;
  if (exposure.test(type) && textAt(finding, 'Action', 'ActionType') === '') return undefined;
  const severity =
    textAt(finding, 'Severity', 'Label') ||
    textAt(finding, 'FindingProviderFields', 'Severity', 'Label') ||
    labelOf(textAt(finding, 'Severity', 'Normalized'));
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

/** The label of a normalized severity, 0 to 100, which older products send alone: bands of the format. */
function labelOf(normalized: string): string {
  const score = normalized === '' ? Number.NaN : Number(normalized);
  if (score >= 70) return 'HIGH';
  if (score >= 40) return 'MEDIUM';
  return score >= 1 ? 'LOW' : 'INFORMATIONAL';
}

const closed = /^(?:suppressed|resolved)$/i;

/**
 * What its product or a person calls false, or a sample made on request, has not happened. A state that closes the finding counts
 * in the old field too: products write only one of the two.
 */
function statusOf(finding: JsonObject): string {
  if (/^archived$/i.test(textAt(finding, 'RecordState'))) return 'Archived';
  const judged = /^(?:false|benign)_positive$/i.test(textAt(finding, 'VerificationState'));
  if (judged || isSample(finding)) return 'Dismissed';
  const states = [textAt(finding, 'Workflow', 'Status'), textAt(finding, 'WorkflowState'), 'New'];
  return states.find((state) => closed.test(state)) ?? states.find((state) => state !== '')!;
}

/** Made on request, by Security Hub or by GuardDuty, which says so in its own field and in the title. */
const isSample = (finding: JsonObject): boolean =>
  textAt(finding, 'Sample') === 'true' ||
  textAt(finding, 'ProductFields', 'aws/guardduty/service/additionalInfo/sample') === 'true' ||
  textAt(finding, 'Title').startsWith('[SAMPLE]');
