import { valueAt } from '../../../shared/core/posture/checks/setting';
import { healthy, type Recommendation, unhealthy, unknown } from '../../../shared/core/posture/recommendation';
import type { Resource } from '../../../shared/model/resource';

const bucket = (properties: Resource['properties']): Resource => ({
  id: '//storage.googleapis.com/shop-invoices',
  name: 'shop-invoices',
  type: 'storage.googleapis.com/Bucket',
  properties: { name: 'shop-invoices', ...properties },
});
const prevention = (publicAccessPrevention: unknown) => bucket({ iamConfiguration: { publicAccessPrevention } });

export const recommendation: Recommendation = {
  key: 'gcp/bucketPublicAccess',
  assessmentKey: '6b8d2493-05ca-56b7-9c76-dedb81b0378e',
  metadata: {
    displayName: 'Cloud Storage buckets should enforce public access prevention',
    description:
      'One binding to allUsers is enough to show all objects of this bucket to the whole world. With public access prevention enforced, such a binding has no effect, whoever writes it.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Enforce it on the bucket: gcloud storage buckets update gs://<bucket> --public-access-prevention, or for the whole organisation with the constraint storage.publicAccessPrevention. Serve public files through a load balancer.',
    controls: ['manageAccessAndPermissions', 'restrictUnauthorizedNetworkAccess'],
  },
  freshnessHours: 24,
  appliesTo: ['storage.googleapis.com/Bucket'],
  judge({ properties }) {
    const state = valueAt(properties, 'iamConfiguration.publicAccessPrevention');
    if (state === 'enforced') return healthy();
    return state === 'inherited' || state === 'unspecified'
      ? unhealthy('NotEnforced', 'The bucket itself does not prevent public access.')
      : unknown('PropertyMissing', 'The snapshot does not tell whether public access is prevented.');
  },
  cases: [
    { name: 'enforced', resource: prevention('enforced'), expect: 'Healthy' },
    { name: 'left to the organisation', resource: prevention('inherited'), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: bucket({}), expect: 'Unknown' },
  ],
};
