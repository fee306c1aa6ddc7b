import { notApplicable, type Recommendation } from '../../../shared/core/posture/recommendation';
import { sampleChild, sampleResource } from '../../../shared/core/posture/checks/sampleResource';
import { judgeWord, wordAt } from '../../../shared/core/posture/checks/setting';
import type { Resource } from '../../../shared/model/resource';

const database = (name = 'orders'): Resource =>
  sampleChild(sampleResource('Microsoft.Sql/servers', {}), 'databases', name, { status: 'Online' });

const encryption = (properties: Resource['properties']): Resource =>
  sampleChild(database(), 'transparentDataEncryption', 'current', properties);

export const recommendation: Recommendation = {
  key: 'sql/transparentDataEncryption',
  assessmentKey: '651967bf-044e-4bde-8376-3e08e0600105',
  metadata: {
    displayName: 'Transparent Data Encryption on SQL databases should be enabled',
    description:
      'Without it the files, logs and backups of a database are readable to whoever gets hold of a copy of ' +
      'the medium. Encryption happens in the service and changes nothing for clients.',
    severity: 'Low',
    userImpact: 'Low',
    implementationEffort: 'Low',
    categories: ['Data'],
    threats: ['dataExfiltration', 'dataSpillage'],
    remediationDescription:
      'Turn on "Data encryption" under Security > Transparent data encryption of the database, or run: az ' +
      'sql db tde set --database <database> --server <server> --resource-group <group> --status Enabled',
    controls: ['enableEncryptionAtRest'],
  },
  freshnessHours: 24,
  appliesTo: ['Microsoft.Sql/servers/databases'],
  judge({ name }, graph) {
    if (name.toLowerCase().split('/').at(-1) === 'master')
      return notApplicable('SystemDatabase', 'The database master holds no data of yours.');
    const setting = graph.ofType('Microsoft.Sql/servers/databases/transparentDataEncryption')[0];
    const path = wordAt(setting?.properties, 'state') === undefined ? 'status' : 'state';
    return judgeWord(
      setting?.properties,
      path,
      { right: ['enabled'], wrong: ['disabled'] },
      { cause: 'NotEncrypted', description: 'The database is not encrypted at rest.' },
    );
  },
  quickFix: {
    description:
      'Encrypts the database with a key of the service. It goes on in the background and clients notice nothing.',
    permissions: ['Microsoft.Sql/servers/databases/transparentDataEncryption/write'],
    requests: ({ id }) => [
      {
        method: 'PUT',
        path: `${id}/transparentDataEncryption/current`,
        apiVersion: '2021-11-01',
        body: { properties: { state: 'Enabled' } },
      },
    ],
  },
  cases: [
    { name: 'on', resource: database(), related: [encryption({ state: 'Enabled' })], expect: 'Healthy' },
    {
      name: 'on, older API version',
      resource: database(),
      related: [encryption({ status: 'Enabled' })],
      expect: 'Healthy',
    },
    { name: 'off', resource: database(), related: [encryption({ state: 'Disabled' })], expect: 'Unhealthy' },
    { name: 'setting without state', resource: database(), related: [encryption({})], expect: 'Unknown' },
    { name: 'setting not collected', resource: database(), expect: 'Unknown' },
    { name: 'master', resource: database('master'), expect: 'NotApplicable' },
  ],
};
