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
  ['what the format says is no issue', { Severity: { Label: 'INFORMATIONAL', Normalized: 0 } }],
])('leaves out %s', (_name, more) => {
  expect(alertOf(more)).toBeUndefined();
});

it.each<[string, JsonObject, string]>([
  ['archived', { RecordState: 'ARCHIVED' }, 'Archived'],
  ['judged to be false', { VerificationState: 'BENIGN_POSITIVE' }, 'Dismissed'],
  ['a sample', { Sample: true }, 'Dismissed'],
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
