import { anyCaseAt, anyCaseFlag } from '../../../shared/core/posture/checks/anyCase';
import { sampleAws } from '../../../shared/core/posture/checks/awsCases';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';

const settings = ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'];
const block = 'PublicAccessBlockConfiguration';

const all = (on: boolean) => Object.fromEntries(settings.map((name) => [name, on]));
const bucket = (properties: Record<string, unknown>) =>
  sampleAws('AWS::S3::Bucket', 's3:::shop-invoices', { name: 'shop-invoices', ...properties });

export const recommendation: Recommendation = {
  key: 'aws/bucketPublicAccess',
  assessmentKey: '32c9e4aa-c380-5d1d-bd56-e0c70a0a23ce',
  metadata: {
    displayName: 'S3 buckets should block public access',
    description:
      'One access list or one policy is enough to show all objects of this bucket to the whole world. With public access blocked, neither has that effect, whoever writes it.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Block all four kinds for the bucket or, better, for the account: aws s3api put-public-access-block --bucket <bucket> --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true. Serve public files through CloudFront.',
    controls: ['manageAccessAndPermissions', 'restrictUnauthorizedNetworkAccess'],
  },
  freshnessHours: 24,
  appliesTo: ['AWS::S3::Bucket'],
  judge({ properties }) {
    const found = anyCaseAt(properties, 'supplementaryConfiguration', block) ?? anyCaseAt(properties, block);
    const flags = settings.map((name) => anyCaseFlag(found, name));
    if (flags.includes(false)) {
      const open = settings.filter((_, at) => flags[at] === false);
      return unhealthy('PublicAccessPossible', `Not blocked: ${open.join(', ')}.`);
    }
    return flags.every((flag) => flag === true)
      ? healthy()
      : unknown('PropertyMissing', 'The snapshot does not tell what blocks public access to the bucket.');
  },
  cases: [
    {
      name: 'blocked, as AWS Config says it',
      resource: bucket({ supplementaryConfiguration: { [block]: all(true) } }),
      expect: 'Healthy',
    },
    {
      name: 'not blocked, as AWS Config says it',
      resource: bucket({ supplementaryConfiguration: { [block]: all(false) } }),
      expect: 'Unhealthy',
    },
    {
      name: 'one kind not blocked, names in Pascal case',
      resource: bucket({
        [block]: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: false,
          RestrictPublicBuckets: true,
        },
      }),
      expect: 'Unhealthy',
    },
    { name: 'not in the snapshot', resource: bucket({}), expect: 'Unknown' },
  ],
};
