import { anyCaseAt } from '../../../shared/core/posture/checks/anyCase';
import { sampleAws } from '../../../shared/core/posture/checks/awsCases';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';

const instance = (properties: Record<string, unknown>) =>
  sampleAws('AWS::EC2::Instance', 'ec2:eu-west-1:000000000001:instance/i-1', {
    instanceType: 't3.small',
    ...properties,
  });

export const recommendation: Recommendation = {
  key: 'aws/instanceMetadata',
  assessmentKey: '991d2b05-a969-5c3d-8897-38b180f22200',
  metadata: {
    displayName: 'EC2 instances should require version 2 of the instance metadata service',
    description:
      'Version 1 of the metadata service answers any plain request. A web application that can be made to fetch an address then hands out the credentials of the instance to whoever asks.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Compute', 'IdentityAndAccess'],
    threats: ['accountBreach', 'elevationOfPrivilege'],
    remediationDescription:
      'Look at the metric MetadataNoToken for programs that still use version 1, update them, then require tokens: aws ec2 modify-instance-metadata-options --instance-id <instance> --http-tokens required.',
    controls: ['remediateSecurityConfigurations'],
  },
  freshnessHours: 24,
  appliesTo: ['AWS::EC2::Instance'],
  judge({ properties }) {
    const options = anyCaseAt(properties, 'metadataOptions');
    const [tokens, endpoint] = [anyCaseAt(options, 'httpTokens'), anyCaseAt(options, 'httpEndpoint')];
    if (tokens === 'required' || endpoint === 'disabled') return healthy();
    return tokens === 'optional'
      ? unhealthy('TokensOptional', 'The metadata service answers requests without a token.')
      : unknown('PropertyMissing', 'The snapshot does not tell how the metadata service answers.');
  },
  cases: [
    { name: 'tokens required', resource: instance({ metadataOptions: { httpTokens: 'required' } }), expect: 'Healthy' },
    {
      name: 'switched off',
      resource: instance({ MetadataOptions: { HttpTokens: 'optional', HttpEndpoint: 'disabled' } }),
      expect: 'Healthy',
    },
    {
      name: 'tokens optional',
      resource: instance({ metadataOptions: { httpTokens: 'optional', httpEndpoint: 'enabled' } }),
      expect: 'Unhealthy',
    },
    { name: 'not in the snapshot', resource: instance({}), expect: 'Unknown' },
  ],
};
