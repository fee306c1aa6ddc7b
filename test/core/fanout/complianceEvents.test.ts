import { complianceEvents } from '../../../shared/core/fanout/complianceEvents';
import { recommendation } from '../../http/support/samples';
import type { Standard } from '../../../shared/model/standard';

const standard = (name: string, changes: Partial<Standard> = {}): Standard => ({
  name,
  displayName: name,
  version: '1',
  description: '',
  controls: [
    { name: '1.1', title: 'Encrypt', recommendations: ['a/b'] },
    { name: '1.2', title: 'Talk', manual: true },
  ],
  ...changes,
});
const guid = '00000000-0000-5000-8000-000000000001';
const count = (healthy: number, unhealthy: number) => ({ healthy, unhealthy, notApplicable: 3, exempt: 1, unknown: 0 });
const subscription = '00000000-0000-0000-0000-000000000001';
const events = complianceEvents(
  [standard('Always', { alwaysOn: true }), standard('PCI-DSS-4')],
  [recommendation('a/b', guid)],
  'https://sky.example.com',
);
const item = { of: 'compliance', before: { 'a/b': count(2, 0) }, after: { 'a/b': count(1, 1) } } as const;

test('an event has the form that was captured from Defender for Cloud', () => {
  const [event] = events({ ...item, off: [] }, subscription, `/subscriptions/${subscription}`);
  expect(event).toMatchObject({
    source: 'RegulatoryComplianceAssessment',
    resourceId: `/subscriptions/${subscription}`,
  });
  expect(event!.payload).toEqual({
    securityEventDataEnrichment: {
      action: 'Write',
      apiVersion: '2019-01-01-preview',
      isSnapshot: false,
      interval: '00:00:00',
    },
    id: `/subscriptions/${subscription}/providers/Microsoft.Security/regulatoryComplianceStandards/Always/regulatoryComplianceControls/1.1/regulatoryComplianceAssessments/${guid}`,
    name: guid,
    type: 'Microsoft.Security/regulatoryComplianceStandards/regulatoryComplianceControls/regulatoryComplianceAssessments',
    properties: {
      description: 'Name of a/b',
      state: 'Failed',
      scope: 'Subscription',
      passedResources: 1,
      failedResources: 1,
      skippedResources: 4,
      assessmentType: 'AssessmentResult',
      assessmentDetailsLink: `https://sky.example.com/#blade/RecommendationsBlade/assessmentKey/${guid}`,
    },
  });
});

test.each([
  [[], ['Always', 'PCI-DSS-4']],
  [['pci-dss-4'], ['Always']],
  ['all', ['Always']],
] as const)('with %j off, events are of %j', (off, names) => {
  const found = events({ ...item, off: off === 'all' ? off : [...off] }, subscription, '');
  expect(found.map(({ key }) => key)).toEqual(names.map((name) => `compliance|${name}|1.1|${guid}`));
});
