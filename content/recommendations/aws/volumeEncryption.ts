import { anyCaseFlag } from '../../../shared/core/posture/checks/anyCase';
import { sampleAws } from '../../../shared/core/posture/checks/awsCases';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';

const volume = (properties: Record<string, unknown>) =>
  sampleAws('AWS::EC2::Volume', 'ec2:eu-west-1:000000000001:volume/vol-1', { state: 'in-use', ...properties });

export const recommendation: Recommendation = {
  key: 'aws/volumeEncryption',
  assessmentKey: '3b917f7c-c861-5267-839f-5ec9306bb68b',
  metadata: {
    displayName: 'EBS volumes should be encrypted',
    description:
      'Data of this volume and of all its snapshots lie in clear text in the storage of the provider. A snapshot that is shared by mistake shows all of it.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Data', 'Compute'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'A volume cannot be encrypted in place: take a snapshot, copy it with encryption (aws ec2 copy-snapshot --encrypted), make a volume of the copy and swap them. Turn on encryption by default for the region, so that it is the last one.',
    controls: ['enableEncryptionAtRest'],
  },
  freshnessHours: 24,
  appliesTo: ['AWS::EC2::Volume'],
  judge({ properties }) {
    const encrypted = anyCaseFlag(properties, 'encrypted');
    if (encrypted === undefined)
      return unknown('PropertyMissing', 'The snapshot does not tell whether it is encrypted.');
    return encrypted ? healthy() : unhealthy('NotEncrypted', 'The volume is not encrypted.');
  },
  cases: [
    { name: 'encrypted', resource: volume({ encrypted: true }), expect: 'Healthy' },
    { name: 'not encrypted, in Pascal case', resource: volume({ Encrypted: false }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: volume({}), expect: 'Unknown' },
  ],
};
