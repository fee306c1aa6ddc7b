import { guardDutyAlert } from '../../../../shared/core/ingest/cloud/guardDutyAlert';

const finding = (service: object) => ({
  arn: 'arn:aws:guardduty:eu-west-1:000000000001:detector/d1/finding/0f',
  type: 'UnauthorizedAccess:EC2/SSHBruteForce',
  severity: 5.3,
  service: { detectorId: 'd1', archived: false, ...service },
});
const statusOf = (service: object) => guardDutyAlert(finding(service), '2026-11-21T08:00:00.000Z').status;

it('takes a finding over as active', () => {
  expect(statusOf({ additionalInfo: {} })).toBe('Active');
});

it('takes an archived finding over as archived', () => {
  expect(statusOf({ archived: true })).toBe('Archived');
});

it('takes a finding that GuardDuty made as a sample over as dismissed: nothing has happened', () => {
  expect(statusOf({ additionalInfo: { sample: true } })).toBe('Dismissed');
});
