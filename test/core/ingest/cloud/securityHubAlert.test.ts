import { securityHubAlert } from '../../../../shared/core/ingest/cloud/securityHubAlert';
import type { JsonObject } from '../../../../shared/model/json';

const seenAt = '2026-11-21T08:00:00.000Z';
const alertOf = (more: JsonObject = {}) =>
  securityHubAlert(
    {
      SchemaVersion: '2018-10-08',
      Id: 'f1',
      ProductName: 'GuardDuty',
      Title: 'Something bad',
      Types: ['TTPs/Discovery/Recon:EC2-Portscan'],
      Severity: { Label: 'HIGH' },
      Workflow: { Status: 'NEW' },
      RecordState: 'ACTIVE',
      ...more,
    },
    seenAt,
  );

it('takes a threat with its severity and state', () => {
  expect(alertOf()).toMatchObject({ productName: 'Amazon GuardDuty', severity: 'High', status: 'NEW' });
});

it.each<[string, JsonObject]>([
  [
    'a control that failed',
    { Types: ['Software and Configuration Checks/Industry'], Compliance: { Status: 'FAILED' } },
  ],
  [
    'a control that passed',
    { Types: ['Software and Configuration Checks/Industry'], Compliance: { Status: 'PASSED' } },
  ],
  ['a vulnerability', { Types: ['Software and Configuration Checks/Vulnerabilities/CVE'] }],
  ['a check that its product calls unusual', { Compliance: { Status: 'WARNING' } }],
  ['data of a kind that was found somewhere', { Types: ['Sensitive Data Identifications/PII'] }],
  ['a policy that lets others in', { Types: ['Effects/Data Exposure/External Access Granted'] }],
  ['a score that means no issue', { Severity: { Normalized: 0 } }],
  ['what the format says is no issue', { Severity: { Label: 'INFORMATIONAL', Normalized: 0 } }],
])('leaves out %s', (_name, more) => {
  expect(alertOf(more)).toBeUndefined();
});

it.each<[string, JsonObject, string]>([
  ['archived', { RecordState: 'ARCHIVED' }, 'Archived'],
  ['judged to be false', { VerificationState: 'BENIGN_POSITIVE' }, 'Dismissed'],
  ['a sample', { Sample: true }, 'Dismissed'],
  ['a sample of GuardDuty', { ProductFields: { 'aws/guardduty/service/additionalInfo/sample': 'true' } }, 'Dismissed'],
  ['a sample by its title', { Title: '[SAMPLE] Something bad' }, 'Dismissed'],
  ['closed in the old field alone', { WorkflowState: 'RESOLVED' }, 'RESOLVED'],
  ['suppressed', { Workflow: { Status: 'SUPPRESSED' } }, 'SUPPRESSED'],
  ['resolved, as older products write it', { Workflow: {}, WorkflowState: 'RESOLVED' }, 'RESOLVED'],
  ['without a state', { Workflow: {} }, 'New'],
])('tells when a finding is %s', (_name, more, status) => {
  expect(alertOf(more)?.status).toBe(status);
});

it('asks the provider for type and severity when the finding itself says none', () => {
  const more = {
    Types: [],
    Severity: {},
    FindingProviderFields: { Types: ['Unusual Behaviors'], Severity: { Label: 'LOW' } },
  };
  expect(alertOf(more)).toMatchObject({ alertType: 'Unusual Behaviors', severity: 'Low' });
});

it('takes an exposure that somebody made', () => {
  const more = { Types: ['Effects/Data Exposure/Policy:S3-BucketAnonymousAccessGranted'] };
  expect(alertOf({ ...more, Action: { ActionType: 'AWS_API_CALL' } })?.severity).toBe('High');
});

it.each([
  [90, 'High'],
  [70, 'High'],
  [69, 'Medium'],
  [40, 'Medium'],
  [1, 'Low'],
])('reads a normalized severity of %d without label as %s', (Normalized, severity) => {
  expect(alertOf({ Severity: { Normalized } })?.severity).toBe(severity);
});
